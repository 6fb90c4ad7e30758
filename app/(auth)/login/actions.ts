"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { logIn, sendLoginCode, verifyLogin } from "@/lib/auth/log-in";
import type { LoginStep } from "@/lib/auth/login-step";
import { AppError } from "@/lib/core/errors";
import type { SentCode } from "@/lib/otp/sent-code";
import { publicAction } from "@/lib/web/action";
import {
  clearPendingLogin,
  readPendingLogin,
  setPendingLogin,
  setSessionCookie,
} from "@/lib/web/cookies";
import { challengeIdField, codeField } from "@/lib/web/fields";

const logInInput = z.strictObject({
  email: z
    .string("Enter your email.")
    .trim()
    .min(1, "Enter your email.")
    .max(254, "This email is too long.")
    .refine((email) => !email.includes("\0"), "Enter your email."),
  password: z
    .string("Enter your password.")
    .min(1, "Enter your password.")
    .max(1024, "This password is too long."),
});

export const logInAction = publicAction(
  logInInput,
  async (org, input, client): Promise<LoginStep> => {
    const result = await logIn(org, input, client);
    if (result.step === "otp") {
      await setPendingLogin(result.token);
      return { step: "otp", ...(await sendLoginCode(org, result.token, client)) };
    }
    await setSessionCookie(result.sid);
    redirect("/");
  },
);

export const verifyLoginAction = publicAction(
  z.strictObject({ challengeId: challengeIdField, code: codeField }),
  async (org, guess, client): Promise<null> => {
    const { sid } = await verifyLogin(org, await requirePendingLogin(), guess, client);
    await clearPendingLogin();
    await setSessionCookie(sid);
    redirect("/");
  },
);

export const resendLoginCodeAction = publicAction(
  z.strictObject({ challengeId: challengeIdField.optional() }),
  async (org, _input, client): Promise<SentCode> =>
    sendLoginCode(org, await requirePendingLogin(), client),
);

export const startOverAction = publicAction(z.strictObject({}), async (): Promise<null> => {
  await clearPendingLogin();
  redirect("/login");
});

async function requirePendingLogin(): Promise<string> {
  const token = await readPendingLogin();
  if (!token) throw new AppError("login_expired");
  return token;
}
