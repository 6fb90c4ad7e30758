"use client";
import { type ReactNode, useState } from "react";
import { lockOf } from "@/components/step-up/lock-of";
import { proofHead } from "@/components/step-up/proof-head";
import { ProofStep } from "@/components/step-up/proof-step";
import type { StepUpActions } from "@/components/step-up/stepped-moves";
import { useSteppedAction } from "@/components/step-up/use-stepped-action";
import { Dialog } from "@/components/ui/dialog";
import type { Action } from "@/lib/web/action-state";
import { PasswordStep } from "./password-step";

export interface StepUp {
  actions: StepUpActions;
  org: { dialCode: string; countryName: string };
}

interface ChangeDialogProps<T> {
  open: boolean;
  onClose: () => void;
  title: string;
  description: ReactNode;
  /** The label of the button under the password. */
  confirm: string;
  isDanger?: boolean;
  /** "It confirms: …", shown above the code's field. */
  confirms: string;
  action: Action<T>;
  stepUp: StepUp;
  focusAfter: () => HTMLElement | null;
  /** The result of the change, shown before the dialog closes. Without it the dialog closes at once. */
  result?: {
    title: string;
    description: ReactNode;
    render: (data: T, close: () => void) => ReactNode;
    /** Neither Esc nor a press outside closes it. */
    isKept?: boolean;
  };
}

/** The dialog for a change of the user's own factors: the password, a proof if needed, and the result. */
export function ChangeDialog<T>(props: ChangeDialogProps<T>) {
  const { open, onClose, action, stepUp, result, focusAfter } = props;
  const [done, setDone] = useState<{ data: T } | null>(null);
  const stepped = useSteppedAction(stepUp.actions);
  const { step, trouble, working } = stepped;
  const isProof = step !== null || lockOf(trouble) !== null;

  function submit(form: FormData) {
    const onDone = (data: T) => (result ? setDone({ data }) : onClose());
    stepped.submit({ action, form, onDone });
  }

  function close() {
    stepped.end();
    setDone(null);
    onClose();
  }

  const head = done && result ? result : isProof ? proofHead(stepped, props.confirms) : props;
  return (
    <Dialog
      open={open}
      title={head.title}
      description={head.description}
      locked={working !== null || Boolean(done && result?.isKept)}
      step={done ? "done" : lockOf(trouble) ? "locked" : (step?.at ?? "password")}
      onClose={close}
      focusAfter={focusAfter}
    >
      {done && result ? (
        result.render(done.data, close)
      ) : isProof ? (
        <ProofStep stepped={{ ...stepped, end: close }} org={stepUp.org} />
      ) : (
        <PasswordStep
          confirm={props.confirm}
          isDanger={props.isDanger ?? false}
          pending={working !== null}
          trouble={trouble}
          onSubmit={submit}
          onCancel={close}
        />
      )}
    </Dialog>
  );
}
