"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { fieldError } from "@/components/ui/field-error";
import { NewPasswordField } from "@/components/ui/new-password-field";
import { refusedPassword } from "@/components/ui/refused-password";
import { TextLink } from "@/components/ui/text-link";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import { AuthHeading } from "./auth-heading";

interface ResetPasswordFormProps {
  token: string;
  /** The account's, where this browser knows it. */
  email: string | null;
  minPasswordLength: number;
  resetPassword: Action<null>;
}

export function ResetPasswordForm(props: ResetPasswordFormProps) {
  const { answer, pending, formAction, onSubmit } = useFormAction(props.resetPassword);
  const form = useRef<HTMLFormElement>(null);
  const trouble = troubleOf(answer);
  const weak = refusedPassword(trouble);

  useEffect(() => {
    if (trouble) form.current?.querySelector<HTMLElement>("[name=password]")?.focus();
  }, [trouble]);

  return (
    <form ref={form} action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
      <div>
        <AuthHeading>Set a new password</AuthHeading>
        <p className="mt-1 text-muted">
          Everything that is logged in with the old one is logged out. Your 2-step verification
          stays as it is.
        </p>
      </div>
      {weak ? null : <TroubleAlert trouble={trouble} fields={["password"]} />}
      <input type="hidden" name="token" value={props.token} />
      <NewPasswordField
        label="New password"
        name="password"
        account={props.email}
        enterKeyHint="go"
        minLength={props.minPasswordLength}
        error={weak ?? fieldError(trouble, "password")}
      />
      <Button type="submit" look="primary" pending={pending} className="w-full">
        Set new password
      </Button>
      {trouble?.status === "refused" && trouble.code === "link_expired" ? (
        <TextLink href="/forgot-password" className="justify-self-center">
          Send another link
        </TextLink>
      ) : null}
    </form>
  );
}
