"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { fieldError } from "@/components/ui/field-error";
import { PasswordField } from "@/components/ui/password-field";
import { TroubleAlert } from "@/components/ui/trouble-alert";

interface PasswordStepProps {
  confirm: string;
  isDanger: boolean;
  pending: boolean;
  trouble: Trouble | null;
  onSubmit: (form: FormData) => void;
  onCancel: () => void;
}

/** Asks for the password, which somebody who finds an open session does not know (O-12). */
export function PasswordStep(props: PasswordStepProps) {
  const { confirm, isDanger, pending, trouble, onSubmit, onCancel } = props;
  const [isMissing, setIsMissing] = useState(false);
  const isWrong = trouble?.status === "refused" && trouble.code === "wrong_password";

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setIsMissing(!form.get("password"));
    if (form.get("password")) onSubmit(form);
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className="grid gap-4">
        {isWrong ? null : <TroubleAlert trouble={trouble} fields={["password"]} />}
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          enterKeyHint="done"
          data-autofocus
          error={
            isMissing
              ? "Enter the password you log in with."
              : isWrong
                ? trouble.message
                : fieldError(trouble, "password")
          }
        />
      </div>
      <DialogFooter>
        <Button onClick={onCancel} disabled={pending}>
          Cancel
        </Button>
        <Button type="submit" look={isDanger ? "danger" : "primary"} pending={pending}>
          {confirm}
        </Button>
      </DialogFooter>
    </form>
  );
}
