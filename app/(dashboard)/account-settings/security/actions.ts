"use server";
import { refresh } from "next/cache";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { confirmAuthenticator } from "@/lib/factors/confirm-authenticator";
import type { AuthenticatorOffer } from "@/lib/factors/factors-view";
import type { SecurityChange } from "@/lib/factors/own-factors";
import { remakeRecoveryCodes } from "@/lib/factors/remake-recovery-codes";
import { removeAuthenticator } from "@/lib/factors/remove-authenticator";
import { setUpAuthenticator } from "@/lib/factors/set-up-authenticator";
import { turnOffTwoStep } from "@/lib/factors/turn-off";
import { turnOnTwoStep } from "@/lib/factors/turn-on";
import type { SecurityAction } from "@/lib/orgs/org";
import { endOtherSessions, endSessionOf } from "@/lib/sessions/end-other-sessions";
import { withSecurityCode } from "@/lib/step-up/with-security-code";
import { action } from "@/lib/web/action";
import { setSessionCookie } from "@/lib/web/cookies";
import { codeField, passwordField, proofFields, sessionIdField } from "@/lib/web/fields";

/** Who must turn on 2-step verification does it here. */
const open = { isOpenWithoutTwoStep: true };

/** A change of one's own factors: password, and a code where the session is not covered. */
function change<T>(
  purpose: SecurityAction,
  verb: (actor: Actor, change: SecurityChange) => Promise<T>,
) {
  return action(
    z.strictObject({ password: passwordField, ...proofFields }),
    async (actor, { password, ...proof }): Promise<T> => {
      const done = await withSecurityCode(actor, { action: purpose }, proof, (challengeId) =>
        verb(actor, { password, challengeId }),
      );
      refresh();
      return done;
    },
    open,
  );
}

const nothing =
  (verb: (actor: Actor, change: SecurityChange) => Promise<void>) =>
  async (actor: Actor, input: SecurityChange): Promise<null> => {
    await verb(actor, input);
    return null;
  };

export const turnOnTwoStepAction = change<string[]>("two-step", turnOnTwoStep);

export const turnOffTwoStepAction = change<null>("two-step", nothing(turnOffTwoStep));

export const remakeRecoveryCodesAction = change<string[]>("recovery-codes", remakeRecoveryCodes);

export const setUpAuthenticatorAction = change<AuthenticatorOffer>(
  "authenticator",
  setUpAuthenticator,
);

export const removeAuthenticatorAction = change<null>(
  "authenticator",
  nothing(removeAuthenticator),
);

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
  open,
);

export const logOutSessionAction = action(
  z.strictObject({ sessionId: sessionIdField }),
  async (actor, { sessionId }): Promise<null> => {
    await endSessionOf(actor, sessionId);
    refresh();
    return null;
  },
  open,
);
