"use server";
import { z } from "zod";
import { confirmMobile, sendMobileCode } from "@/lib/factors/verify-mobile";
import { securityActions } from "@/lib/orgs/org";
import type { SentCode } from "@/lib/otp/sent-code";
import { requestCode } from "@/lib/step-up/request-code";
import { action } from "@/lib/web/action";
import { setSessionCookie } from "@/lib/web/cookies";
import {
  bySmsField,
  keyIdField,
  keyLifeField,
  mobileField,
  modeField,
  passwordField,
  subjectField,
} from "@/lib/web/fields";

/** These actions are needed to turn 2-step verification on. */
const isOpenWithoutTwoStep = true;

const nobody = { mode: null, keyId: null, subject: null };

/** The fields are the target that a refusal named. "generate" has no key yet. */
export const requestCodeAction = action(
  z.discriminatedUnion(
    "purpose",
    [
      z.strictObject({ purpose: z.literal("generate"), mode: modeField, by: bySmsField }),
      z.strictObject({
        purpose: z.enum(["regenerate", "deactivate", "extend"]),
        mode: modeField,
        keyId: keyIdField,
        by: bySmsField,
      }),
      z.strictObject({
        purpose: z.literal("change-life"),
        mode: modeField,
        subject: keyLifeField,
        by: bySmsField,
      }),
      z.strictObject({
        purpose: z.enum(securityActions),
        subject: subjectField.optional(),
        by: bySmsField,
      }),
    ],
    "Reload the page.",
  ),
  (actor, { by, ...target }): Promise<SentCode> =>
    requestCode(actor, { ...nobody, ...target }, by === "sms"),
  { isOpenWithoutTwoStep },
);

export const sendMobileCodeAction = action(
  z.strictObject({ mobile: mobileField, password: passwordField }),
  (actor, input): Promise<SentCode> => sendMobileCode(actor, input),
  { isOpenWithoutTwoStep },
);

export const confirmMobileAction = action(
  z.strictObject({}),
  async (actor): Promise<null> => {
    const { sid } = await confirmMobile(actor);
    await setSessionCookie(sid);
    return null;
  },
  { isOpenWithoutTwoStep },
);
