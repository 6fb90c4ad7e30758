"use client";
import { codeHead } from "@/components/step-up/code-head";
import { CodeStep } from "@/components/step-up/code-step";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { MobileChange } from "./use-mobile-change";

interface NewNumberDialogProps {
  change: MobileChange;
  onClose: () => void;
  focusAfter: () => HTMLElement | null;
}

/** The last step: entering the code that was sent to the new number. */
export function NewNumberDialog({ change, onClose, focusAfter }: NewNumberDialogProps) {
  const { sent, trouble, working, verify, resend } = change;
  return (
    <Dialog
      open={sent !== null}
      title={sent ? codeHead(sent) : ""}
      description="It proves that the new number is yours."
      locked={working !== null}
      step="new-number"
      onClose={onClose}
      focusAfter={focusAfter}
    >
      {sent ? (
        <CodeStep
          sent={sent}
          pending={working && (working === "submit" ? "verify" : "resend")}
          trouble={trouble}
          onVerify={verify}
          onResend={resend}
          cancel={
            <Button onClick={onClose} disabled={working !== null}>
              Cancel
            </Button>
          }
        />
      ) : null}
    </Dialog>
  );
}
