"use client";
import { lockedTitle, lockOf } from "@/components/step-up/lock-of";
import { Dialog } from "@/components/ui/dialog";
import { startsAtOnce } from "./flow";
import { flowHead } from "./flow-head";
import { FlowStep, type PanelOrg } from "./flow-step";
import type { useKeyFlow } from "./use-key-flow";

interface FlowDialogProps {
  keyFlow: ReturnType<typeof useKeyFlow>;
  org: PanelOrg;
  focusAfter: () => HTMLElement | null;
}

/** The dialog of whatever flow is open: one frame from the question to the new key. */
export function FlowDialog({ keyFlow, org, focusAfter }: FlowDialogProps) {
  const { flow, working, trouble, end } = keyFlow;
  const isOpen = flow !== null && !startsAtOnce(flow);
  const isLocked = lockOf(trouble) !== null;
  const isReveal = flow?.step.at === "reveal";
  return (
    <Dialog
      open={isOpen}
      {...(isLocked ? { title: lockedTitle } : isOpen ? flowHead(flow) : { title: "" })}
      role={flow?.kind === "deactivate" && flow.step.at === "start" ? "alertdialog" : "dialog"}
      // An answer under way may carry a new key: it must find its dialog.
      locked={working !== null || isReveal}
      wide={isReveal}
      step={isLocked ? "locked" : (flow?.step.at ?? "")}
      onClose={end}
      focusAfter={focusAfter}
    >
      {isOpen ? <FlowStep flow={flow} keyFlow={keyFlow} org={org} /> : null}
    </Dialog>
  );
}
