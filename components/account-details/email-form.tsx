"use client";
import type { FormEvent } from "react";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { PasswordField } from "@/components/ui/password-field";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { RefusalCode } from "@/lib/web/refusal-code";

interface EmailFormProps {
  /** What the user typed before. */
  email: string;
  pending: boolean;
  trouble: Trouble | null;
  onSubmit: (form: FormData) => void;
  onCancel: () => void;
}

export function EmailForm({ email, pending, trouble, onSubmit, onCancel }: EmailFormProps) {
  const refusal = trouble?.status === "refused" ? trouble : null;
  const refusedFor = (code: RefusalCode) => (refusal?.code === code ? refusal.message : undefined);
  const isOwn = refusal?.code === "email_unchanged" || refusal?.code === "wrong_password";

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSubmit(new FormData(event.currentTarget));
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className="grid gap-4">
        {isOwn ? null : <TroubleAlert trouble={trouble} fields={["email", "password"]} />}
        <Field
          label="New email"
          name="email"
          type="email"
          autoComplete="email"
          enterKeyHint="next"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={email}
          error={refusedFor("email_unchanged") ?? fieldError(trouble, "email")}
          data-autofocus
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          enterKeyHint="send"
          error={refusedFor("wrong_password") ?? fieldError(trouble, "password")}
        />
      </div>
      <DialogFooter>
        <Button onClick={onCancel} disabled={pending}>
          Cancel
        </Button>
        <Button type="submit" look="primary" pending={pending}>
          Send link
        </Button>
      </DialogFooter>
    </form>
  );
}
