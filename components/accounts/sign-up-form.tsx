"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { NewPasswordField } from "@/components/ui/new-password-field";
import { refusedPassword } from "@/components/ui/refused-password";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import { AuthHeading } from "./auth-heading";
import { CheckEmail } from "./check-email";
import { TypedEmailLink, useTypedEmail } from "./typed-email";

interface SignUpFormProps {
  brandName: string;
  minPasswordLength: number;
  signUp: Action<null>;
}

const fields = ["businessName", "name", "email", "password"];

export function SignUpForm({ brandName, minPasswordLength, signUp }: SignUpFormProps) {
  const { answer, pending, formAction, onSubmit, forget } = useFormAction(signUp);
  const typed = useTypedEmail();
  const [email, setEmail] = useState(typed);
  const form = useRef<HTMLFormElement>(null);
  const trouble = troubleOf(answer);
  const weak = refusedPassword(trouble);

  useEffect(() => {
    if (trouble) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [trouble]);

  if (answer?.status === "done") {
    const what = "Open the link in the mail in this browser within 24 hours, and you are done.";
    return <CheckEmail email={email} what={what} onAgain={forget} />;
  }
  return (
    <form ref={form} action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
      <AuthHeading>Create your {brandName} account</AuthHeading>
      {weak ? null : <TroubleAlert trouble={trouble} fields={fields} />}
      <Field
        label="Business name"
        name="businessName"
        autoComplete="organization"
        enterKeyHint="next"
        error={fieldError(trouble, "businessName")}
      />
      <Field
        label="Your name"
        name="name"
        autoComplete="name"
        enterKeyHint="next"
        error={fieldError(trouble, "name")}
      />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        enterKeyHint="next"
        defaultValue={typed}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setEmail(event.currentTarget.value.trim())}
        error={fieldError(trouble, "email")}
      />
      <NewPasswordField
        label="Password"
        name="password"
        account={null}
        enterKeyHint="go"
        minLength={minPasswordLength}
        error={weak ?? fieldError(trouble, "password")}
      />
      <Button type="submit" look="primary" pending={pending} className="mt-1 w-full">
        Create account
      </Button>
      <p className="border-line border-t pt-4 text-center text-13 text-muted">
        You have an account? <TypedEmailLink href="/login">Log in</TypedEmailLink>
      </p>
    </form>
  );
}
