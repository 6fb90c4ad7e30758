"use client";
import { Dialog } from "@/components/ui/dialog";
import { lockOf } from "./lock-of";
import { proofHead } from "./proof-head";
import { ProofStep } from "./proof-step";
import type { SteppedAction } from "./use-stepped-action";

interface StepUpDialogProps {
  stepped: SteppedAction;
  /** What the code will confirm: "It confirms: turn 2-step verification off." */
  purpose: string;
  org: { dialCode: string; countryName: string };
  focusAfter: () => HTMLElement | null;
}

/**
 * A dialog over the form that is being sent: asks for the proof that its action needs, or says that codes are locked.
 */
export function StepUpDialog({ stepped, purpose, org, focusAfter }: StepUpDialogProps) {
  const { step, working, trouble, end } = stepped;
  const isLocked = lockOf(trouble) !== null;
  return (
    <Dialog
      open={step !== null || isLocked}
      {...proofHead(stepped, purpose)}
      locked={working !== null}
      step={isLocked ? "locked" : (step?.at ?? "")}
      onClose={end}
      focusAfter={focusAfter}
    >
      <ProofStep stepped={stepped} org={org} />
    </Dialog>
  );
}
