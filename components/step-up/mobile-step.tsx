"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/field-error";
import { PasswordField } from "@/components/ui/password-field";
import { TroubleAlert } from "@/components/ui/trouble-alert";

interface MobileStepProps {
  dialCode: string;
  countryName: string;
  pending: boolean;
  trouble: Trouble | null;
  /** The number that was typed before, if the user comes back to correct it. */
  mobile: string;
  onSend: (form: FormData) => void;
  cancel: ReactNode;
}

type Missing = { mobile?: string; password?: string };

function missingOf(form: FormData): Missing | null {
  const missing: Missing = {};
  if (!`${form.get("mobile")}`.trim()) missing.mobile = "Enter your mobile number.";
  if (!form.get("password")) missing.password = "Enter the password you log in with.";
  return missing.mobile || missing.password ? missing : null;
}

/** "Verify your mobile number": the password proves who is asking, and the code proves that the number is theirs. */
export function MobileStep(props: MobileStepProps) {
  const { dialCode, countryName, pending, trouble, mobile, onSend, cancel } = props;
  const [missing, setMissing] = useState<Missing | null>(null);
  const code = trouble?.status === "refused" ? trouble.code : null;
  const refusal = trouble?.status === "refused" ? trouble.message : undefined;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const gaps = missingOf(form);
    setMissing(gaps);
    if (!gaps) onSend(form);
  }

  const isOwn = code === "mobile_not_accepted" || code === "wrong_password";
  return (
    <form onSubmit={submit} noValidate>
      <div className="grid gap-4">
        {isOwn ? null : <TroubleAlert trouble={trouble} fields={["mobile", "password"]} />}
        <Field
          label="Mobile number"
          name="mobile"
          type="tel"
          inputMode="tel"
          autoComplete="tel-national"
          enterKeyHint="next"
          before={dialCode}
          hint={`${countryName} numbers only. It becomes the number your codes are sent to.`}
          defaultValue={mobile}
          error={
            missing?.mobile ??
            (code === "mobile_not_accepted" ? refusal : fieldError(trouble, "mobile"))
          }
          data-autofocus
        />
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          enterKeyHint="send"
          error={
            missing?.password ??
            (code === "wrong_password" ? refusal : fieldError(trouble, "password"))
          }
        />
      </div>
      <DialogFooter>
        {cancel}
        <Button type="submit" look="primary" pending={pending}>
          Send OTP
        </Button>
      </DialogFooter>
    </form>
  );
}
