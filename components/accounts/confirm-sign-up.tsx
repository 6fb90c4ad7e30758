"use client";
import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { fieldError } from "@/components/ui/field-error";
import { PasswordField } from "@/components/ui/password-field";
import { TextLink } from "@/components/ui/text-link";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";
import { AuthHeading } from "./auth-heading";

interface ConfirmSignUpProps {
  token: string;
  /** True in the browser that signed up: the link is enough there, and the form submits itself. */
  isSameBrowser: boolean;
  confirm: Action<null>;
}

export function ConfirmSignUp({ token, isSameBrowser, confirm }: ConfirmSignUpProps) {
  const { answer, pending, formAction, onSubmit } = useFormAction(confirm);
  const form = useRef<HTMLFormElement>(null);
  const trouble = troubleOf(answer);
  const code = trouble?.status === "refused" ? trouble.code : null;
  const isWrong = code === "wrong_password";

  useEffect(() => {
    if (isSameBrowser) form.current?.requestSubmit();
  }, [isSameBrowser]);

  useEffect(() => {
    if (trouble) form.current?.querySelector<HTMLElement>("[name=password]")?.focus();
  }, [trouble]);

  return (
    <form ref={form} action={formAction} onSubmit={onSubmit} noValidate className="grid gap-4">
      <AuthHeading>Confirm your email</AuthHeading>
      <p className="text-muted">
        {isSameBrowser
          ? "One moment: your account is being made. If nothing happens, press the button."
          : "This is not the browser that you signed up in. Enter the password you chose there, so that we know it was you."}
      </p>
      {isWrong ? null : <TroubleAlert trouble={trouble} fields={["password"]} />}
      <input type="hidden" name="token" value={token} />
      {isSameBrowser ? null : (
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          enterKeyHint="go"
          error={
            isWrong
              ? "That is not the password chosen at sign-up."
              : fieldError(trouble, "password")
          }
        />
      )}
      <Button type="submit" look="primary" pending={pending} className="w-full">
        Confirm email
      </Button>
      <p className="border-line border-t pt-4 text-center text-13 text-muted">
        {code === "link_expired" ? (
          <TextLink href="/login">Log in</TextLink>
        ) : (
          "You did not sign up? Close this page: without this step there is no account."
        )}
      </p>
    </form>
  );
}
