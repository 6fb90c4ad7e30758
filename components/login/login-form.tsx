"use client";
import { useEffect, useRef } from "react";
import { TypedEmailLink, useTypedEmail } from "@/components/accounts/typed-email";
import { lockOf } from "@/components/step-up/lock-of";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { PasswordField } from "@/components/ui/password-field";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { LoginStep } from "@/lib/login/login-step";
import type { SentCode } from "@/lib/otp/sent-code";
import type { Action } from "@/lib/web/action-state";
import { LoginLocked } from "./login-locked";
import { LoginOtp } from "./login-otp";

interface LoginFormProps {
  brandName: string;
  /** What happened before the login, if a link in a mail led here. */
  notice: string | null;
  /** The address that was typed in this browser before; "" for none. */
  email: string;
  logIn: Action<LoginStep>;
  /** With 2-step verification the code is asked for in the same place. */
  verify: Action<null>;
  resend: Action<SentCode>;
  startOver: Action<null>;
}

export function LoginForm({ brandName, notice, email, logIn, ...otp }: LoginFormProps) {
  const { answer, pending, formAction, onSubmit, forget } = useFormAction(logIn);
  const form = useRef<HTMLFormElement>(null);
  const trouble = troubleOf(answer);
  const known = useTypedEmail() || email;

  useEffect(() => {
    if (trouble)
      form.current?.querySelector<HTMLElement>("[aria-invalid], [name=password]")?.focus();
  }, [trouble]);

  if (answer?.status === "done" && answer.data.step === "otp") {
    return <LoginOtp sent={answer.data} {...otp} onStartedOver={forget} />;
  }
  const locked = lockOf(trouble);
  if (locked)
    return <LoginLocked words={locked} startOver={otp.startOver} onStartedOver={forget} />;
  return (
    <form ref={form} action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
      <h1 className="mb-1 font-semibold text-title tracking-tight">
        Log in to {brandName} Dashboard
      </h1>
      {notice && !trouble ? <Alert tone="ok">{notice}</Alert> : null}
      <TroubleAlert trouble={trouble} fields={["email", "password"]} />
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        enterKeyHint="next"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={known}
        error={fieldError(trouble, "email")}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        enterKeyHint="go"
        account={null}
        autoFocus={known !== ""}
        error={fieldError(trouble, "password")}
      />
      <TypedEmailLink href="/forgot-password" className="-mt-1.5 justify-self-start">
        Forgot password?
      </TypedEmailLink>
      <Button type="submit" look="primary" pending={pending} className="mt-1 w-full">
        Log in
      </Button>
      <p className="border-line border-t pt-4 text-center text-13 text-muted">
        New to {brandName}? <TypedEmailLink href="/signup">Create account</TypedEmailLink>
      </p>
    </form>
  );
}
