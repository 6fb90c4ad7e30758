"use client";
import { type FormEvent, useState } from "react";
import { StepUpDialog } from "@/components/step-up/step-up-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogFooter } from "@/components/ui/dialog-footer";
import { TroubleAlert } from "@/components/ui/trouble-alert";
import { type Change, fieldsOf, purposeOf, wordsFor } from "./change";
import { ChangeFields, hasFields } from "./change-fields";
import type { TeamChange } from "./use-team-change";

interface ChangeDialogProps {
  teamChange: TeamChange;
  merchantName: string;
  org: { dialCode: string; countryName: string };
  focusAfter: () => HTMLElement | null;
}

/** The dialog for the chosen change. While a code is asked for, the dialog for codes is shown instead. */
export function ChangeDialog({ teamChange, merchantName, org, focusAfter }: ChangeDialogProps) {
  const { change, isOpen, stepped, close } = teamChange;
  const { title, name, says, look } = wordsFor(change, merchantName);
  const isAsking = look === "danger" || change.kind === "unlock";
  return (
    <>
      <Dialog
        open={isOpen && stepped.step === null}
        title={title}
        name={name}
        description={says}
        role={isAsking ? "alertdialog" : "dialog"}
        locked={stepped.pending}
        step={change.kind}
        onClose={close}
        focusAfter={focusAfter}
      >
        <ChangeForm key={keyOf(change)} teamChange={teamChange} merchantName={merchantName} />
      </Dialog>
      <StepUpDialog
        stepped={stepped}
        purpose={purposeOf(change)}
        org={org}
        focusAfter={focusAfter}
      />
    </>
  );
}

const keyOf = (change: Change) => `${change.kind} ${Object.values(fieldsOf(change)).join()}`;

function ChangeForm({
  teamChange,
  merchantName,
}: Pick<ChangeDialogProps, "teamChange" | "merchantName">) {
  const { change, stepped, close, draft } = teamChange;
  const [missing, setMissing] = useState<string>();
  const { button, look } = wordsFor(change, merchantName);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const isEmpty = change.kind === "invite" && draft.email.trim() === "";
    setMissing(isEmpty ? "Enter an email." : undefined);
    if (!isEmpty) teamChange.submit(new FormData(event.currentTarget));
  }

  return (
    <form onSubmit={submit} noValidate>
      {hasFields(change) || stepped.trouble ? (
        <div className="grid gap-4">
          <TroubleAlert trouble={stepped.trouble} fields={["email", "role"]} />
          <ChangeFields teamChange={teamChange} missing={missing} />
        </div>
      ) : null}
      <DialogFooter>
        <Button onClick={close} disabled={stepped.pending} data-autofocus={look === "danger"}>
          Cancel
        </Button>
        <Button type="submit" look={look} pending={stepped.pending}>
          {button}
        </Button>
      </DialogFooter>
      {Object.entries(fieldsOf(change)).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </form>
  );
}
