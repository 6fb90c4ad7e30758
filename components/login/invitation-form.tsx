"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { NewPasswordField } from "@/components/ui/new-password-field";
import { PasswordField } from "@/components/ui/password-field";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Role } from "@/lib/core/roles";
import type { Action } from "@/lib/web/action-state";
import type { RefusalCode } from "@/lib/web/refusal-code";

interface InvitationFormProps {
  token: string;
  brandName: string;
  merchant: string;
  email: string;
  role: Role;
  invitedBy: string;
  /** The invited person has an account: they enter its password. A new user chooses one. */
  isKnown: boolean;
  minPasswordLength: number;
  accept: Action<null>;
}

export function InvitationForm(props: InvitationFormProps) {
  const { token, brandName, merchant, email, role, invitedBy, isKnown, accept } = props;
  const { answer, pending, formAction, onSubmit } = useFormAction(accept);
  const form = useRef<HTMLFormElement>(null);
  const trouble = troubleOf(answer);
  const refused = (code: RefusalCode) =>
    trouble?.status === "refused" && trouble.code === code ? trouble.message : undefined;
  const passwordError =
    refused("wrong_password") ?? refused("password_refused") ?? fieldError(trouble, "password");

  useEffect(() => {
    if (trouble)
      form.current?.querySelector<HTMLElement>("[aria-invalid], [name=password]")?.focus();
  }, [trouble]);

  return (
    <form ref={form} action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
      <div>
        <h1 className="font-semibold text-title tracking-tight">Join {merchant}</h1>
        <p className="wrap-anywhere mt-1 text-muted">
          {invitedBy} invited {email} to {merchant} on {brandName}, with the role {role}.
        </p>
      </div>
      <input type="hidden" name="token" value={token} />
      {passwordError ? null : <TroubleAlert trouble={trouble} fields={["name", "password"]} />}
      {isKnown ? null : (
        <Field
          label="Your name"
          name="name"
          autoComplete="name"
          enterKeyHint="next"
          maxLength={100}
          error={fieldError(trouble, "name")}
        />
      )}
      {isKnown ? (
        <PasswordField
          label="Password"
          name="password"
          account={email}
          autoComplete="current-password"
          enterKeyHint="go"
          hint={`The one that you log in to ${brandName} with.`}
          error={passwordError}
        />
      ) : (
        <NewPasswordField
          label="Password"
          name="password"
          account={email}
          enterKeyHint="go"
          minLength={props.minPasswordLength}
          error={passwordError}
        />
      )}
      <Button
        type="submit"
        look="primary"
        pending={pending}
        className="wrap-anywhere mt-1 w-full whitespace-normal! py-1.5"
      >
        Join {merchant}
      </Button>
    </form>
  );
}
