"use server";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { endSession, switchMode } from "@/lib/auth/sessions";
import { action } from "@/lib/web/action";
import { clearSessionCookie } from "@/lib/web/cookies";
import { modeField } from "@/lib/web/fields";
import { type SessionEnds, sessionEnds } from "@/lib/web/session-ends";

const isOpenWithoutTwoStep = true;

export const switchModeAction = action(
  z.strictObject({ mode: modeField }),
  async (actor, { mode }): Promise<null> => {
    await switchMode(actor, mode);
    refresh();
    return null;
  },
  { isOpenWithoutTwoStep },
);

export const logOutAction = action(
  z.strictObject({}),
  async (actor): Promise<null> => {
    await endSession(actor);
    await clearSessionCookie();
    redirect("/login");
  },
  { isOpenWithoutTwoStep },
);

/** Being asked for is all it does: reading the actor is the activity that moves the idle end (S-15). */
export const stayLoggedInAction = action(
  z.strictObject({}),
  async (actor): Promise<SessionEnds> => sessionEnds(actor),
  { isOpenWithoutTwoStep },
);
