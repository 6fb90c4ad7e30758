"use server";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession } from "@/lib/sessions/end-session";
import { switchMerchant } from "@/lib/sessions/switch-merchant";
import { switchMode } from "@/lib/sessions/switch-mode";
import { action } from "@/lib/web/action";
import { clearSessionCookie, markLoggedOut } from "@/lib/web/cookies";
import { merchantIdField, modeField } from "@/lib/web/fields";
import { type SessionEnds, sessionEnds } from "@/lib/web/session-ends";

const open = { isOpenWithoutTwoStep: true, takesNoProof: true };

export const switchModeAction = action(
  z.strictObject({ mode: modeField }),
  async (actor, { mode }): Promise<null> => {
    await switchMode(actor, mode);
    refresh();
    return null;
  },
  open,
);

export const switchMerchantAction = action(
  z.strictObject({ to: merchantIdField }),
  async (actor, { to }): Promise<null> => {
    await switchMerchant(actor, to);
    refresh();
    return null;
  },
  { ...open, isOfSession: true },
);

export const logOutAction = action(
  z.strictObject({}),
  async (actor): Promise<null> => {
    await endSession(actor);
    await clearSessionCookie();
    await markLoggedOut();
    redirect("/login");
  },
  { ...open, isOfSession: true },
);

/**
 * Keeps the session alive. It needs no code of its own: reading the actor for any action counts as activity and
 * postpones the idle end (S-15).
 */
export const stayLoggedInAction = action(
  z.strictObject({}),
  async (actor): Promise<SessionEnds> => sessionEnds(actor),
  { ...open, isOfSession: true },
);
