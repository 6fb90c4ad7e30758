import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "@/components/login/login-form";
import { LoginFrame } from "@/components/login/login-frame";
import { LoginOtp } from "@/components/login/login-otp";
import { findPendingLogin } from "@/lib/auth/log-in";
import { currentActor } from "@/lib/web/actor";
import { readPendingLogin } from "@/lib/web/cookies";
import { currentOrg } from "@/lib/web/org";
import { logInAction, resendLoginCodeAction, startOverAction, verifyLoginAction } from "./actions";

export const metadata: Metadata = { title: "Log in" };

/** Where links in mails lead in the end: fixed sentences, chosen by a value that we know. */
const notices = {
  confirmed: "Your email is confirmed. Log in.",
  reset: "Your new password is set. Log in with it.",
} as const;

/** The password step, or the OTP step of a login that has passed it (a reload loses nothing). */
export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  if (await currentActor()) redirect("/");
  const [org, token] = await Promise.all([currentOrg(), readPendingLogin()]);
  const sent = token ? await findPendingLogin(org, token) : null;
  const { confirmed, reset } = await searchParams;
  const notice = confirmed === "1" ? notices.confirmed : reset === "1" ? notices.reset : null;
  const otpActions = {
    verify: verifyLoginAction,
    resend: resendLoginCodeAction,
    startOver: startOverAction,
  };
  return (
    <LoginFrame brandName={org.name}>
      {sent ? (
        <LoginOtp sent={sent} {...otpActions} />
      ) : (
        <LoginForm brandName={org.name} notice={notice} logIn={logInAction} {...otpActions} />
      )}
    </LoginFrame>
  );
}
