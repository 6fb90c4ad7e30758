import type { Metadata } from "next";
import { confirmSignUpAction } from "@/app/(auth)/signup/actions";
import { ConfirmSignUp } from "@/components/accounts/confirm-sign-up";
import { LinkGone } from "@/components/accounts/link-gone";
import { LoginFrame } from "@/components/login/login-frame";
import { findSignUp } from "@/lib/users/confirm-sign-up";
import { currentOrg } from "@/lib/web/org";
import { readLinkToken } from "@/lib/web/read-link-token";
import { readSignUpBrowser } from "@/lib/web/sign-up-cookie";

export const metadata: Metadata = { title: "Confirm your email" };

/** Opening the page changes nothing, because mail scanners open links. */
export default async function ConfirmSignUpPage({ searchParams }: PageProps<"/signup/confirm">) {
  const [org, browser] = await Promise.all([currentOrg(), readSignUpBrowser()]);
  const token = readLinkToken(await searchParams);
  const signUp = token ? await findSignUp(org, { token, browser }) : null;
  return (
    <LoginFrame brandName={org.name}>
      {token && signUp ? (
        <ConfirmSignUp token={token} {...signUp} confirm={confirmSignUpAction} />
      ) : (
        <LinkGone again={{ href: "/signup", label: "Create account" }}>
          A link to confirm an email works once and for 24 hours. If you confirmed yours already,
          log in. If not, create the account again: a new link comes by mail.
        </LinkGone>
      )}
    </LoginFrame>
  );
}
