"use client";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { codeHead } from "./code-head";
import { CodeStep } from "./code-step";
import { MobileStep } from "./mobile-step";
import type { SteppedAction } from "./use-stepped-action";

interface StepUpDialogProps {
  stepped: SteppedAction;
  /** What the code is about to confirm: "It confirms: turn 2-step verification off." */
  purpose: string;
  org: { dialCode: string; countryName: string };
  focusAfter: () => HTMLElement | null;
}

/** Asks for the proof that an action needs, over the form that is being sent. */
export function StepUpDialog({ stepped, purpose, org, focusAfter }: StepUpDialogProps) {
  const { step, working, end } = stepped;
  return (
    <Dialog
      open={step !== null}
      title={step?.at === "code" ? codeHead(step.sent) : "Verify your mobile number"}
      description={
        step?.at === "code"
          ? step.proves === "mobile"
            ? "It proves that this number is yours."
            : purpose
          : "This change needs a verified mobile. Verify yours once: it is registered for the next ones."
      }
      locked={working !== null}
      step={step?.at ?? ""}
      onClose={end}
      focusAfter={focusAfter}
    >
      <Proof stepped={stepped} org={org} />
    </Dialog>
  );
}

function Proof({ stepped, org }: Pick<StepUpDialogProps, "stepped" | "org">) {
  const { step, trouble, working, pending, end, verify, resend } = stepped;
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
