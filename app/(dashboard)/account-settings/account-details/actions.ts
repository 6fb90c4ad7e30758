"use server";
import { refresh } from "next/cache";
import { z } from "zod";
import { confirmMobileChange, startMobileChange } from "@/lib/factors/change-mobile";
import type { SentCode } from "@/lib/otp/sent-code";
import { changePassword } from "@/lib/passwords/change-password";
import { requestEmailChange } from "@/lib/users/change-email";
import { changeName } from "@/lib/users/change-name";
import { action } from "@/lib/web/action";
import { setLoginCookies, setSessionCookie } from "@/lib/web/cookies";
import {
  mobileField,
  newEmailField,
  newPasswordField,
  passwordField,
  personNameField,
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
    await setLoginCookies(await changePassword(actor, input));
    return null;
  },
);

export const requestEmailChangeAction = action(
  z.strictObject({ email: newEmailField, password: passwordField }),
  async (actor, input): Promise<null> => {
    await requestEmailChange(actor, input);
    refresh();
    return null;
  },
);

/** Sends a code to the new number; calling it again sends another one. */
export const startMobileChangeAction = action(
  z.strictObject({ mobile: mobileField, password: passwordField }),
  (actor, input): Promise<SentCode> => startMobileChange(actor, input),
);

export const confirmMobileChangeAction = action(
  z.strictObject({}),
  async (actor): Promise<null> => {
    const { sid } = await confirmMobileChange(actor);
    await setSessionCookie(sid);
    refresh();
    return null;
  },
);
