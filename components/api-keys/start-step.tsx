"use client";
import { type FormEvent, type ReactNode, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import type { Trouble } from "@/components/ui/call-action";
import { ChoiceCards } from "@/components/ui/choice-cards";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { MomentText } from "@/components/ui/moment-text";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import type { KeyRow } from "@/lib/api-keys/keys-view";
import type { Moment } from "@/lib/orgs/moment";
import type { Flow, GraceChoice } from "./flow";
import { InUseAlert } from "./in-use-alert";
import { LastUsedNote } from "./last-used-note";
import { capitalised } from "./words";

interface StartStepProps {
  flow: Flow;
  /** The flow's key, from the newest list. */
  row: KeyRow | null;
  readAt: string;
  deactivate: string;
  graceEnds: Moment;
  pending: boolean;
  trouble: Trouble | null;
  onContinue: (choice: GraceChoice) => void;
  cancel: ReactNode;
}

const refusedAlready: Record<string, string | undefined> = {
  expired: "has expired",
  frozen: "is frozen",
};

/** A flow's first question: when the old key shall end, or whether to deactivate it. */
export function StartStep(props: StartStepProps) {
  const { flow, row, readAt, deactivate, graceEnds, pending, trouble, onContinue, cancel } = props;
  const [choice, setChoice] = useState<GraceChoice>(flow.choice);
  const isDeactivating = flow.kind === "deactivate";
  const refused = refusedAlready[flow.row?.status ?? ""];
  const lastUse = row?.lastUse ?? null;
  const stopsSomebody =
    (isDeactivating || choice === "now") && !refused && lastUse?.isRecent ? lastUse : null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onContinue(choice);
  }

  return (
    <form onSubmit={submit}>
      <TroubleAlert trouble={trouble} className="mb-4" />
      {isDeactivating && stopsSomebody ? null : <LastUsedNote lastUse={lastUse} readAt={readAt} />}
      {flow.kind === "regenerate" ? (
        <>
          {refused ? (
            <Alert tone="info" className="mb-4">
              The old key {refused}. It is refused already, whichever you choose.
            </Alert>
          ) : null}
          <ChoiceCards
            label={`${capitalised(deactivate)} the old key`}
            name="choice"
            value={choice}
            onChange={setChoice}
            choices={[
              {
                value: "in-24-hours",
                label: "In 24 hours",
                consequence: refused
                  ? "The old key stays refused. The new key works at once."
                  : bothUntil(graceEnds),
              },
              {
                value: "now",
                label: "Immediately",
                consequence: refused
                  ? "The same here: the old key stays refused."
                  : "Requests with the old key fail at once. Choose this if it has leaked.",
              },
            ]}
          />
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

const bothUntil = (end: Moment) => (
  <>
    Both keys work until <MomentText at={end} />. Time to update your servers.
  </>
);
