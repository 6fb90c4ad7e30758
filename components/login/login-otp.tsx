"use client";
import { useState } from "react";
import { codeHead } from "@/components/step-up/code-head";
import { CodeStep } from "@/components/step-up/code-step";
import { lockOf } from "@/components/step-up/lock-of";
import { troubleOf } from "@/components/ui/trouble-of";
import { useFormAction } from "@/components/ui/use-form-action";
import type { SentCode } from "@/lib/otp/sent-code";
import type { Action } from "@/lib/web/action-state";
import { LoginLocked } from "./login-locked";
import { OtherWay } from "./other-way";
import { StartOver } from "./start-over";

interface LoginOtpProps {
  sent: SentCode;
  verify: Action<null>;
  resend: Action<SentCode>;
  startOver: Action<null>;
  onStartedOver?: (() => void) | undefined;
}

/** The second step of a login, for users with 2-step verification. */
export function LoginOtp({ sent, verify, resend, startOver, onStartedOver }: LoginOtpProps) {
  // The page may pass a newer `sent` than the last one that was requested here.
  const [resent, setResent] = useState({ from: sent, to: sent });
  const latest = resent.from === sent ? resent.to : sent;
  const [last, setLast] = useState<"verify" | "resend">("verify");
  const verifying = useFormAction(verify);
  const resending = useFormAction(resend, (to) => setResent({ from: sent, to }));
  const answer = last === "verify" ? verifying.answer : resending.answer;
  const locked = lockOf(troubleOf(answer));

  function submit(form: FormData) {
    setLast("verify");
    verifying.submit(form);
  }

  function sendAgain(by?: "sms") {
    const form = new FormData();
    form.set("challengeId", latest.challengeId);
    if (by) form.set("by", by);
    setLast("resend");
    resending.submit(form);
  }

  if (locked)
    return <LoginLocked words={locked} startOver={startOver} onStartedOver={onStartedOver} />;
  return (
    <>
      <h1 className="font-semibold text-title tracking-tight">
        {latest.method === "app" ? (
          codeHead(latest)
        ) : (
          <>
            Enter the OTP sent to <span className="whitespace-nowrap">{latest.sentTo}</span>
          </>
        )}
      </h1>
      <p className="mt-1 mb-5 text-muted">
        {latest.method === "app"
          ? "It changes every 30 seconds."
          : "It reaches your phone by SMS within a minute."}
      </p>
      <CodeStep
        wide
        sent={latest}
        pending={verifying.pending ? "verify" : resending.pending ? "resend" : null}
        trouble={troubleOf(answer)}
        onVerify={submit}
        onResend={sendAgain}
        formAction={verifying.formAction}
      />
      <p aria-live="polite" className="sr-only">
        {latest === sent || resending.pending ? null : "A new code was sent."}
      </p>
      <StartOver startOver={startOver} onStartedOver={onStartedOver}>
        <OtherWay href="/login?with=recovery-code">Use a recovery code</OtherWay>
      </StartOver>
    </>
  );
}
