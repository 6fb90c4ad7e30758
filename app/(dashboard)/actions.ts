"use server";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession, switchMode } from "@/lib/auth/sessions";
import { switchMerchant } from "@/lib/auth/switch-merchant";
import { action } from "@/lib/web/action";
import { clearSessionCookie, markLoggedOut } from "@/lib/web/cookies";
import { merchantIdField, modeField } from "@/lib/web/fields";

export const switchModeAction = action(
  z.strictObject({ mode: modeField }),
  async (actor, { mode }): Promise<null> => {
    await switchMode(actor, mode);
    refresh();
    return null;
  },
);

export const switchMerchantAction = action(
  z.strictObject({ to: merchantIdField }),
  async (actor, { to }): Promise<null> => {
    await switchMerchant(actor, to);
    refresh();
    return null;
  },
  { isOfSession: true },
);

export const logOutAction = action(
  z.strictObject({}),
  async (actor): Promise<null> => {
    await endSession(actor);
    await clearSessionCookie();
    await markLoggedOut();
    redirect("/login");
  },
  { isOfSession: true },
);
