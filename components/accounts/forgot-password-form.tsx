"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import { AuthHeading } from "./auth-heading";
import { CheckEmail } from "./check-email";
import { TypedEmailLink, useTypedEmail } from "./typed-email";

export function ForgotPasswordForm({ requestReset }: { requestReset: Action<null> }) {
  const { answer, pending, formAction, onSubmit, forget } = useFormAction(requestReset);
  const typed = useTypedEmail();
  const [email, setEmail] = useState(typed);
  const trouble = troubleOf(answer);

  if (answer?.status === "done") {
    const what =
      "If this address has an account, the mail has a link to set a new password. It works once and for 15 minutes.";
    return <CheckEmail email={email} what={what} onAgain={forget} />;
  }
  return (
    <form action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
      <div>
        <AuthHeading>Reset your password</AuthHeading>
        <p className="mt-1 text-muted">
          We send a link to the email you log in with. Until you use it, nothing changes.
        </p>
      </div>
      <TroubleAlert trouble={trouble} fields={["email"]} />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        enterKeyHint="send"
        defaultValue={typed}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setEmail(event.currentTarget.value.trim())}
        error={fieldError(trouble, "email")}
      />
      <Button type="submit" look="primary" pending={pending} className="w-full">
        Send reset link
      </Button>
      <TypedEmailLink href="/login" className="justify-self-center">
        Log in
      </TypedEmailLink>
    </form>
  );
}
