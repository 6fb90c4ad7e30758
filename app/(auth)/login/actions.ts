"use server";
import { redirect } from "next/navigation";
import { z } from "zod";
import { accessRefusal } from "@/lib/access/refusals";
import { logIn, sendLoginCode, verifyLogin } from "@/lib/login/log-in";
import type { LoginStep } from "@/lib/login/login-step";
import { recoverLogin } from "@/lib/login/recover-login";
import type { SentCode } from "@/lib/otp/sent-code";
import { publicAction } from "@/lib/web/action";
import {
  clearPendingLogin,
  readPendingLogin,
  setLoginCookies,
  setPendingLogin,
} from "@/lib/web/cookies";
import {
  bySmsField,
  challengeIdField,
  codeField,
  emailField,
  passwordField,
  recoveryCodeField,
} from "@/lib/web/fields";

const logInInput = z.strictObject({ email: emailField, password: passwordField });

export const logInAction = publicAction(
  logInInput,
  async (org, input, client): Promise<LoginStep> => {
    const result = await logIn(org, input, client);
    if (result.step === "otp") {
      await setPendingLogin(result.token);
      return { step: "otp", ...(await sendLoginCode(org, result.token, client)) };
    }
    await setLoginCookies(result);
    redirect("/");
  },
);

export const verifyLoginAction = publicAction(
  z.strictObject({ challengeId: challengeIdField, code: codeField }),
  async (org, guess, client): Promise<null> => {
    const login = await verifyLogin(org, await requirePendingLogin(), guess, client);
    await clearPendingLogin();
    await setLoginCookies(login);
    redirect("/");
  },
);

export const recoverLoginAction = publicAction(
  z.strictObject({ code: recoveryCodeField }),
  async (org, guess, client): Promise<null> => {
    const login = await recoverLogin(org, await requirePendingLogin(), guess, client);
    await clearPendingLogin();
    await setLoginCookies(login);
    redirect("/");
  },
);

export const resendLoginCodeAction = publicAction(
  z.strictObject({ challengeId: challengeIdField.optional(), by: bySmsField }),
  async (org, { by }, client): Promise<SentCode> =>
    sendLoginCode(org, await requirePendingLogin(), client, by === "sms"),
);

export const startOverAction = publicAction(z.strictObject({}), async (): Promise<null> => {
  await clearPendingLogin();
  redirect("/login");
});

async function requirePendingLogin(): Promise<string> {
  const token = await readPendingLogin();
  if (!token) throw accessRefusal("login_expired");
  return token;
}
