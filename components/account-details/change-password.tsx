"use client";
import { useEffect, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { fieldError } from "@/components/ui/field-error";
import { NewPasswordField } from "@/components/ui/new-password-field";
import { PasswordField } from "@/components/ui/password-field";
import { refusedPassword } from "@/components/ui/refused-password";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { Action } from "@/lib/web/action-state";

interface ChangePasswordProps {
  minLength: number;
  changePassword: Action<null>;
}

export function ChangePassword({ minLength, changePassword }: ChangePasswordProps) {
  // Used as the form's key. It changes after each success, which empties the fields and the strength meter.
  const [round, setRound] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const done = () => setRound((old) => old + 1);
  const { answer, pending, formAction, onSubmit } = useFormAction(changePassword, done);
  const trouble = troubleOf(answer);
  const weak = refusedPassword(trouble);
  const wrong =
    trouble?.status === "refused" && trouble.code === "wrong_password"
      ? trouble.message
      : undefined;

  useEffect(() => {
    if (trouble) form.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  }, [trouble]);

  return (
    <section>
      <h2 className="font-semibold">Password</h2>
      <p className="mb-2.5 text-muted">When you change it, every other device is logged out.</p>
      <form
        ref={form}
        key={round}
        action={formAction}
        onSubmit={onSubmit}
        noValidate
        className="grid max-w-lg gap-4 rounded-xl border border-line bg-panel p-4 shadow-low"
      >
        {weak || wrong ? null : (
          <TroubleAlert trouble={trouble} fields={["currentPassword", "newPassword"]} />
        )}
        <div aria-live="polite" className="empty:hidden">
          {answer?.status === "done" ? (
            <Alert tone="ok">Your password is changed. Other devices are logged out.</Alert>
          ) : null}
        </div>
        <PasswordField
          label="Current password"
          name="currentPassword"
          autoComplete="current-password"
          enterKeyHint="next"
          error={wrong ?? fieldError(trouble, "currentPassword")}
        />
        <NewPasswordField
          label="New password"
          name="newPassword"
          account={null}
          enterKeyHint="done"
          minLength={minLength}
          error={weak ?? fieldError(trouble, "newPassword")}
        />
        <Button type="submit" look="primary" pending={pending} className="justify-self-start">
          Change password
        </Button>
      </form>
    </section>
  );
}
