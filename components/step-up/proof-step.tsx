"use client";
import { Button } from "@/components/ui/button";
import { CodeStep } from "./code-step";
import { lockOf } from "./lock-of";
import { LockedStep } from "./locked-step";
import { MobileStep } from "./mobile-step";
import { ProvenStep } from "./proven-step";
import type { SteppedAction } from "./use-stepped-action";

interface ProofStepProps {
  stepped: SteppedAction;
  org: { dialCode: string; countryName: string };
}

/**
 * What a dialog shows while an action waits for its proof: the mobile form, the code form, or that codes are locked
 * (D11).
 */
export function ProofStep({ stepped, org }: ProofStepProps) {
  const { step, trouble, working, pending, end, verify, resend } = stepped;
  const locked = lockOf(trouble);
  if (locked) return <LockedStep words={locked} onClose={end} />;
  const cancel = (
    <Button onClick={end} disabled={pending}>
      Cancel
    </Button>
  );
  if (step?.at === "mobile") {
    return (
      <MobileStep
        {...org}
        pending={pending}
        trouble={trouble}
        mobile={`${stepped.mobile?.get("mobile") ?? ""}`}
        onSend={stepped.sendToMobile}
        cancel={cancel}
      />
    );
  }
  if (step?.at === "proven") {
    return (
      <ProvenStep pending={pending} trouble={trouble} onContinue={stepped.again} cancel={cancel} />
    );
  }
  if (step?.at !== "code") return null;
  return (
    <CodeStep
      sent={step.sent}
      pending={working && (working === "submit" ? "verify" : "resend")}
      trouble={trouble}
      onVerify={verify}
      onResend={resend}
      cancel={cancel}
      aside={
        step.proves === "mobile" ? (
          <Button
            look="quiet"
            size="sm"
            className="-mt-2 -ml-2 justify-self-start"
            onClick={stepped.useAnotherNumber}
          >
            Use another number
          </Button>
        ) : null
      }
    />
  );
}
