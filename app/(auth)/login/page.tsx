import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "@/components/login/login-form";
import { LoginFrame } from "@/components/login/login-frame";
import { LoginLocked } from "@/components/login/login-locked";
import { LoginOtp } from "@/components/login/login-otp";
import { LoginRecovery } from "@/components/login/login-recovery";
import { findPendingLogin } from "@/lib/login/log-in";
import { currentActor } from "@/lib/web/actor";
import { readPendingLogin } from "@/lib/web/cookies";
import { currentOrg } from "@/lib/web/org";
import { readTypedEmail } from "@/lib/web/typed-email-cookie";
import {
  logInAction,
  recoverLoginAction,
  resendLoginCodeAction,
  startOverAction,
  verifyLoginAction,
} from "./actions";

export const metadata: Metadata = { title: "Log in" };

/** Fixed sentences for users who come here after using a link in a mail; the query chooses one by name. */
const notices = {
  confirmed: "Your email is confirmed. Log in.",
  reset: "Your new password is set. Log in with it.",
  joined: "You have joined. Log in.",
} as const;

/** The password step, or the second step of a pending login, so that a reload loses nothing. */
export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  if (await currentActor()) redirect("/");
  const [org, token, query, email] = await Promise.all([
    currentOrg(),
    readPendingLogin(),
    searchParams,
    readTypedEmail(),
  ]);
  const step = token ? await findPendingLogin(org, token) : null;
  const notice = Object.entries(notices).find(([name]) => query[name] === "1")?.[1] ?? null;
  const otpActions = {
    verify: verifyLoginAction,
    resend: resendLoginCodeAction,
    startOver: startOverAction,
  };
  return (
    <LoginFrame brandName={org.name}>
      {step?.at === "locked" ? (
        <LoginLocked words={step.words} startOver={startOverAction} />
      ) : step && query.with === "recovery-code" ? (
        <LoginRecovery recover={recoverLoginAction} startOver={startOverAction} />
      ) : step ? (
        <LoginOtp sent={step.sent} {...otpActions} />
      ) : (
        <LoginForm
          brandName={org.name}
          notice={notice}
          email={email}
          logIn={logInAction}
          {...otpActions}
        />
      )}
    </LoginFrame>
  );
}
