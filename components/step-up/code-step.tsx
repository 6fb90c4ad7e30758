"use client";
import clsx from "clsx";
import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { CodeInput } from "@/components/ui/code-input";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { fieldError } from "@/components/ui/field-error";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { SentCode } from "@/lib/otp/sent-code";
import { ResendButton } from "./resend-button";

interface CodeStepProps {
  sent: SentCode;
  pending: "verify" | "resend" | null;
  trouble: Trouble | null;
  onVerify: (form: FormData) => void;
  /** "sms": by SMS instead of from the app. */
  onResend: (by?: "sms") => void;
  /** The button "Cancel" in a dialog. The login page has its own, outside. */
  cancel?: ReactNode;
  /** Shown under the field. */
  aside?: ReactNode;
  /** Where the form is sent without JavaScript. */
  formAction?: ComponentProps<"form">["action"];
  wide?: boolean;
}

/** The form for a one-time password, at login and in every dialog. */
export function CodeStep(props: CodeStepProps) {
  const { sent, pending, trouble, onVerify, onResend, cancel, aside, formAction, wide } = props;
  const input = useRef<HTMLInputElement>(null);
  const [tooShort, setTooShort] = useState(false);
  const isWrong = trouble?.status === "refused" && trouble.code === "wrong_code";

  // A refused code stays in the field, selected: the user can see the mistake, and typing replaces it.
  useEffect(() => {
    if (trouble) input.current?.select();
  }, [trouble]);

  // When a new code is sent, the field gets the focus and the old code is selected.
  useEffect(() => {
    if (!sent.challengeId) return;
    input.current?.focus();
    input.current?.select();
  }, [sent.challengeId]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const isComplete = `${form.get("code")}`.length === 6;
    setTooShort(!isComplete);
    if (isComplete) onVerify(form);
    else input.current?.select();
  }

  const error = tooShort
    ? "Enter the 6 digits of the code."
    : isWrong
      ? trouble.message
      : fieldError(trouble, "code");
  const resend = (className: string) => (
    <ResendButton
      sent={sent}
      pending={pending === "resend"}
      onResend={onResend}
      className={className}
    />
  );
  return (
    <form action={formAction} onSubmit={submit} noValidate className="grid">
      <input type="hidden" name="challengeId" value={sent.challengeId} />
      <div className="grid gap-4">
        {isWrong ? null : <TroubleAlert trouble={trouble} fields={["code"]} />}
        <CodeInput ref={input} error={error} />
        {aside}
      </div>
      {wide ? (
        <>
          <Verify pending={pending === "verify"} className="mt-4 w-full" />
          {resend("mt-2 w-full")}
        </>
      ) : (
        <DialogFooter>
          {resend("sm:mr-auto sm:-ml-2 sm:px-2")}
          {cancel}
          <Verify pending={pending === "verify"} />
        </DialogFooter>
      )}
    </form>
  );
}

function Verify({ pending, className }: { pending: boolean; className?: string }) {
  return (
    <Button type="submit" look="primary" pending={pending} className={clsx(className)}>
      Verify
    </Button>
  );
}
