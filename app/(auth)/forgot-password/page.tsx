import type { Metadata } from "next";
import { ForgotPasswordForm } from "@/components/accounts/forgot-password-form";
import { LoginFrame } from "@/components/login/login-frame";
import { currentOrg } from "@/lib/web/org";
import { requestResetAction } from "./actions";

export const metadata: Metadata = { title: "Reset your password" };

export default async function ForgotPasswordPage() {
  const { name } = await currentOrg();
  return (
    <LoginFrame brandName={name}>
      <ForgotPasswordForm requestReset={requestResetAction} />
    </LoginFrame>
  );
}
