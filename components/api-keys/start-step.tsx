"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { FlowView, ShownKey } from "@/lib/api-keys/keys-view";
import type { Flow, GraceChoice } from "./flow";
import { GraceChoice as GraceChoiceCards } from "./grace-choice";
import { InUseAlert } from "./in-use-alert";
import { LastUsedNote } from "./last-used-note";
import { NewKeyEnd } from "./new-key-end";

interface StartStepProps {
  flow: Flow;
  /** The flow's key, from the newest list. */
  row: ShownKey | null;
  view: Pick<FlowView, "readAt" | "graceEnds" | "life">;
  deactivate: string;
  pending: boolean;
  trouble: Trouble | null;
  onContinue: (choice: GraceChoice) => void;
  cancel: ReactNode;
}

/** A flow's first question: when the old key shall end, or whether to deactivate it. */
export function StartStep(props: StartStepProps) {
  const { flow, row, view, deactivate, pending, trouble, onContinue, cancel } = props;
  const { readAt } = view;
  const [choice, setChoice] = useState<GraceChoice>(flow.choice);
  const isDeactivating = flow.kind === "deactivate";
  const status = row?.status;
  const isRefused = status === "expired" || status === "frozen";
  const lastUse = row?.lastUse ?? null;
  const stopsSomebody =
    (isDeactivating || choice === "now") && !isRefused && lastUse?.isRecent ? lastUse : null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // Of a key that has expired nothing is asked.
    onContinue(status === "expired" ? "now" : choice);
  }

  return (
    <form onSubmit={submit}>
      <TroubleAlert trouble={trouble} className="mb-4" />
      {isDeactivating && stopsSomebody ? null : <LastUsedNote lastUse={lastUse} readAt={readAt} />}
      {flow.kind === "regenerate" ? (
        <>
          <GraceChoiceCards
            status={status}
            deactivate={deactivate}
            graceEnds={view.graceEnds}
            choice={choice}
            onChoose={setChoice}
          />
          <NewKeyEnd life={view.life} />
        </>
      ) : null}
      {stopsSomebody ? (
        <InUseAlert lastUse={stopsSomebody} readAt={readAt} className="mt-4 first:mt-0" />
      ) : null}
      <DialogFooter>
        {cancel}
        <Button type="submit" look={isDeactivating ? "danger" : "primary"} pending={pending}>
          {isDeactivating ? "Deactivate key" : "Continue"}
        </Button>
      </DialogFooter>
    </form>
  );
}
