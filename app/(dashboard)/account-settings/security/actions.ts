"use server";
import { refresh } from "next/cache";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { confirmAuthenticator } from "@/lib/factors/confirm-authenticator";
import type { AuthenticatorOffer } from "@/lib/factors/factors-view";
import type { FactorChange } from "@/lib/factors/own-factors";
import { remakeRecoveryCodes } from "@/lib/factors/remake-recovery-codes";
import { removeAuthenticator } from "@/lib/factors/remove-authenticator";
import { setUpAuthenticator } from "@/lib/factors/set-up-authenticator";
import { turnOffTwoStep } from "@/lib/factors/turn-off";
import { turnOnTwoStep } from "@/lib/factors/turn-on";
import { endOtherSessions, endSessionOf } from "@/lib/sessions/end-other-sessions";
import { action } from "@/lib/web/action";
import { setSessionCookie } from "@/lib/web/cookies";
import { codeField, passwordField, sessionIdField } from "@/lib/web/fields";

/** A member who must turn on 2-step verification does it with these actions. */
const open = { isOpenWithoutTwoStep: true };

/** A change of the user's own factors. It needs the password, and a code if the session is not covered. */
function change<T>(verb: (actor: Actor, change: FactorChange) => Promise<T>) {
  return action(
    z.strictObject({ password: passwordField }),
    async (actor, input): Promise<T> => {
      const done = await verb(actor, input);
      refresh();
      return done;
    },
    open,
  );
}

const nothing =
  (verb: (actor: Actor, change: FactorChange) => Promise<void>) =>
  async (actor: Actor, input: FactorChange): Promise<null> => {
    await verb(actor, input);
    return null;
  };

export const turnOnTwoStepAction = change<string[]>(turnOnTwoStep);

export const turnOffTwoStepAction = change<null>(nothing(turnOffTwoStep));

export const remakeRecoveryCodesAction = change<string[]>(remakeRecoveryCodes);

export const setUpAuthenticatorAction = change<AuthenticatorOffer>(setUpAuthenticator);

export const removeAuthenticatorAction = change<null>(nothing(removeAuthenticator));

export const confirmAuthenticatorAction = action(
  z.strictObject({ code: codeField }),
  async (actor, input): Promise<null> => {
    const { sid } = await confirmAuthenticator(actor, input);
    if (sid) await setSessionCookie(sid);
    refresh();
    return null;
  },
  open,
);

export const logOutOtherSessionsAction = action(
  z.strictObject({}),
  async (actor): Promise<number> => {
    const ended = await endOtherSessions(actor);
    refresh();
    return ended;
  },
  { ...open, takesNoProof: true },
);

export const logOutSessionAction = action(
  z.strictObject({ sessionId: sessionIdField }),
  async (actor, { sessionId }): Promise<null> => {
    await endSessionOf(actor, sessionId);
    refresh();
    return null;
  },
  { ...open, takesNoProof: true },
);
