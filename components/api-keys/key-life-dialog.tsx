"use client";
import { useState } from "react";
import { lockOf } from "@/components/step-up/lock-of";
import { proofHead } from "@/components/step-up/proof-head";
import { ProofStep } from "@/components/step-up/proof-step";
import { formOf, type StepUpActions } from "@/components/step-up/stepped-moves";
import { useSteppedAction } from "@/components/step-up/use-stepped-action";
import { Dialog } from "@/components/ui/dialog";
import type { KeyChange, KeysView } from "@/lib/api-keys/keys-view";
import { modeNames } from "@/lib/core/mode";
import type { KeyLife } from "@/lib/orgs/org";
import type { Action } from "@/lib/web/action-state";
import { KeyLifeForm } from "./key-life-form";
import { lifePurpose } from "./words";

export interface KeyLifeActions extends StepUpActions {
  changeLife: Action<KeyChange>;
}

interface KeyLifeDialogProps {
  /** As it was when the dialog opened, so that neither a refresh nor another tab changes what is saved. */
  opened: Pick<KeysView, "mode" | "life"> | null;
  org: { dialCode: string; countryName: string };
  actions: KeyLifeActions;
  onChanged: (change: KeyChange) => void;
  onClose: () => void;
  focusAfter: () => HTMLElement | null;
}

/** How long new keys live: the choice, then a code. */
export function KeyLifeDialog(props: KeyLifeDialogProps) {
  const { opened, org, actions, onChanged, onClose, focusAfter } = props;
  const [chosen, setChosen] = useState<KeyLife>("never");
  const stepped = useSteppedAction(actions);
  const { step, trouble, pending } = stepped;
  const isLocked = lockOf(trouble) !== null;
  const isProof = isLocked || step !== null;

  function close() {
    stepped.end();
    onClose();
  }

  function save(mode: KeysView["mode"], life: KeyLife) {
    setChosen(life);
    stepped.submit({
      action: actions.changeLife,
      form: formOf({ mode, life }),
      onDone(change) {
        close();
        onChanged(change);
      },
    });
  }

  const head = {
    title: "Change key life",
    description: opened
      ? `For new ${modeNames[opened.mode]} keys. The keys that you have keep their own expiry.`
      : "",
  };
  return (
    <Dialog
      open={opened !== null}
      {...(opened && isProof ? proofHead(stepped, lifePurpose(opened, chosen), head.title) : head)}
      locked={pending}
      step={isLocked ? "locked" : (step?.at ?? "start")}
      onClose={close}
      focusAfter={focusAfter}
    >
      {opened === null ? null : isProof ? (
        <ProofStep stepped={{ ...stepped, end: close }} org={org} />
      ) : (
        <KeyLifeForm
          life={opened.life}
          pending={pending}
          trouble={trouble}
          onSave={(life) => save(opened.mode, life)}
          onCancel={close}
        />
      )}
    </Dialog>
  );
}
