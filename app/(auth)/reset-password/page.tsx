import type { Metadata } from "next";
import { LinkGone } from "@/components/accounts/link-gone";
import { ResetPasswordForm } from "@/components/accounts/reset-password-form";
import { LoginFrame } from "@/components/login/login-frame";
import { findOpenReset } from "@/lib/passwords/reset-password";
import { currentOrg } from "@/lib/web/org";
import { readLinkToken } from "@/lib/web/read-link-token";
import { readTypedEmail } from "@/lib/web/typed-email-cookie";
import { resetPasswordAction } from "./actions";

export const metadata: Metadata = { title: "Set a new password" };

export default async function ResetPasswordPage({ searchParams }: PageProps<"/reset-password">) {
  const org = await currentOrg();
  const token = readLinkToken(await searchParams);
  const open = token && (await findOpenReset(org, token, await readTypedEmail()));
  return (
    <LoginFrame brandName={org.name}>
      {token && open ? (
        <ResetPasswordForm
          token={token}
          email={open.email}
          minPasswordLength={org.policy.minPasswordLength}
          resetPassword={resetPasswordAction}
        />
      ) : (
        <LinkGone again={{ href: "/forgot-password", label: "Send another link" }}>
          A link to reset a password works once and for 15 minutes, and only the newest one works.
        </LinkGone>
      )}
    </LoginFrame>
  );
}
