import type { Metadata } from "next";
import { ConfirmEmail } from "@/components/accounts/confirm-email";
import { LinkGone } from "@/components/accounts/link-gone";
import { LoginFrame } from "@/components/login/login-frame";
import { findNewEmail } from "@/lib/users/change-email";
import { currentOrg } from "@/lib/web/org";
import { readLinkToken } from "@/lib/web/read-link-token";
import { confirmEmailAction } from "./actions";

export const metadata: Metadata = { title: "Confirm your new email" };

/** Needs no session, because the link may be opened on another device. */
export default async function ConfirmEmailPage({ searchParams }: PageProps<"/confirm-email">) {
  const org = await currentOrg();
  const token = readLinkToken(await searchParams);
  const email = token && (await findNewEmail(org, token));
  return (
    <LoginFrame brandName={org.name}>
      {token && email ? (
        <ConfirmEmail token={token} email={email} confirm={confirmEmailAction} />
      ) : (
        <LinkGone again={{ href: "/account-settings/account-details", label: "Account details" }}>
          A link to confirm a new email works once and for 24 hours, and only the newest one works.
          Your email is as it was; ask for another link under Account details.
        </LinkGone>
      )}
    </LoginFrame>
  );
}
