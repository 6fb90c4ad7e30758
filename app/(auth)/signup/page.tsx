import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignUpForm } from "@/components/accounts/sign-up-form";
import { LoginFrame } from "@/components/login/login-frame";
import { currentActor } from "@/lib/web/actor";
import { currentOrg } from "@/lib/web/org";
import { signUpAction } from "./actions";

export const metadata: Metadata = { title: "Create account" };

export default async function SignUpPage() {
  if (await currentActor()) redirect("/");
  const { name, policy } = await currentOrg();
  return (
    <LoginFrame brandName={name}>
      <SignUpForm
        brandName={name}
        minPasswordLength={policy.minPasswordLength}
        signUp={signUpAction}
      />
    </LoginFrame>
  );
}
