"use server";
import { z } from "zod";
import { confirmMobile, sendMobileCode } from "@/lib/factors/verify-mobile";
import { securityActions } from "@/lib/orgs/org";
import type { SentCode } from "@/lib/otp/sent-code";
import { requestSecurityCode } from "@/lib/step-up/with-security-code";
import { action } from "@/lib/web/action";
import { setSessionCookie } from "@/lib/web/cookies";
import {
  bySmsField,
  challengeIdField,
  codeField,
  mobileField,
  passwordField,
  userIdField,
} from "@/lib/web/fields";

/** The way to 2-step verification leads through these. */
const isOpenWithoutTwoStep = true;

export const requestSecurityCodeAction = action(
  z.strictObject({
    purpose: z.enum(securityActions, { error: "Reload the page." }),
    subject: userIdField.optional(),
    by: bySmsField,
  }),
  (actor, { purpose, subject = null, by }): Promise<SentCode> =>
    requestSecurityCode(actor, { action: purpose, subject }, by === "sms"),
  { isOpenWithoutTwoStep },
);

export const sendMobileCodeAction = action(
  z.strictObject({ mobile: mobileField, password: passwordField }),
  (actor, input): Promise<SentCode> => sendMobileCode(actor, input),
  { isOpenWithoutTwoStep },
);

export const confirmMobileAction = action(
  z.strictObject({ challengeId: challengeIdField, code: codeField }),
  async (actor, guess): Promise<null> => {
    const { sid } = await confirmMobile(actor, guess);
    await setSessionCookie(sid);
    return null;
  },
  { isOpenWithoutTwoStep },
);
