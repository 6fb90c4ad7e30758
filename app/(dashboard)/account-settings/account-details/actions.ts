"use server";
import { refresh } from "next/cache";
import { z } from "zod";
import { confirmMobileChange, startMobileChange } from "@/lib/factors/change-mobile";
import type { SentCode } from "@/lib/otp/sent-code";
import { changePassword } from "@/lib/passwords/change-password";
import { withSecurityCode } from "@/lib/step-up/with-security-code";
import { requestEmailChange } from "@/lib/users/change-email";
import { changeName } from "@/lib/users/change-name";
import { action } from "@/lib/web/action";
import { setSessionCookie } from "@/lib/web/cookies";
import {
  challengeIdField,
  codeField,
  mobileField,
  newEmailField,
  newPasswordField,
  passwordField,
  personNameField,
  proofFields,
} from "@/lib/web/fields";

export const changeNameAction = action(
  z.strictObject({ name: personNameField }),
  async (actor, input): Promise<null> => {
    await changeName(actor, input);
    refresh();
    return null;
  },
);

export const changePasswordAction = action(
  z.strictObject({ currentPassword: passwordField, newPassword: newPasswordField }),
  async (actor, input): Promise<null> => {
    const { sid } = await changePassword(actor, input);
    await setSessionCookie(sid);
    return null;
  },
);

export const requestEmailChangeAction = action(
  z.strictObject({ email: newEmailField, password: passwordField, ...proofFields }),
  async (actor, { challengeId, code, ...input }): Promise<null> => {
    await withSecurityCode(actor, { action: "change-email" }, { challengeId, code }, (proof) =>
      requestEmailChange(actor, { ...input, challengeId: proof }),
    );
    refresh();
    return null;
  },
);

/** Sends the code to the new number; again to send another one. */
export const startMobileChangeAction = action(
  z.strictObject({ mobile: mobileField, password: passwordField, ...proofFields }),
  (actor, { challengeId, code, ...input }): Promise<SentCode> =>
    withSecurityCode(actor, { action: "change-mobile" }, { challengeId, code }, (proof) =>
      startMobileChange(actor, { ...input, challengeId: proof }),
    ),
);

export const confirmMobileChangeAction = action(
  z.strictObject({ challengeId: challengeIdField, code: codeField }),
  async (actor, guess): Promise<null> => {
    const { sid } = await confirmMobileChange(actor, guess);
    await setSessionCookie(sid);
    refresh();
    return null;
  },
);
