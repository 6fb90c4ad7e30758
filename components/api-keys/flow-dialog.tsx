"use client";
import { lockOf } from "@/components/step-up/lock-of";
import { proofHead } from "@/components/step-up/proof-head";
import { ProofStep } from "@/components/step-up/proof-step";
import { Dialog } from "@/components/ui/dialog";
import { startsAtOnce } from "./flow";
import { flowHead } from "./flow-head";
import { FlowStep, type PanelOrg } from "./flow-step";
import type { KeyFlow } from "./use-key-flow";
import { purposeOf } from "./words";

interface FlowDialogProps {
  keyFlow: KeyFlow;
  org: PanelOrg;
  focusAfter: () => HTMLElement | null;
}

/** The dialog of the open flow. The same frame shows the question, the proof and the new key. */
export function FlowDialog({ keyFlow, org, focusAfter }: FlowDialogProps) {
  const { flow, stepped, end } = keyFlow;
  const { step, trouble, pending } = stepped;
  const isOpen = flow !== null && (step !== null || !startsAtOnce(flow));
  const isLocked = lockOf(trouble) !== null;
  const isProof = isLocked || step !== null;
  const isReveal = flow?.step.at === "reveal";
  const head = !isOpen
    ? { title: "" }
    : isProof
      ? proofHead(stepped, purposeOf(flow), flowHead(flow).title)
      : flowHead(flow);
  return (
    <Dialog
      open={isOpen}
      {...head}
      role={flow?.kind === "deactivate" && !isProof ? "alertdialog" : "dialog"}
      // The pending answer may contain a new key, so the dialog must stay open to show it.
      locked={pending || isReveal}
      wide={isReveal}
      step={isLocked ? "locked" : (step?.at ?? flow?.step.at ?? "")}
      onClose={end}
      focusAfter={focusAfter}
    >
      {!isOpen ? null : isProof ? (
        <ProofStep stepped={{ ...stepped, end }} org={org} />
      ) : (
        <FlowStep flow={flow} keyFlow={keyFlow} org={org} />
      )}
    </Dialog>
  );
}
