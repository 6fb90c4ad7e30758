"use client";
import { useState } from "react";
import { callAction, type Trouble } from "@/components/ui/call-action";
import { useWork, type WorkKind } from "@/components/ui/use-work";
import type { SentCode } from "@/lib/otp/sent-code";
import type { Action } from "@/lib/web/action-state";
import {
  askForCode,
  confirmMobile,
  noProgress,
  type Progress,
  type Sending,
  type Stage,
  type StepUpActions,
  sendForm,
  sendToMobile,
} from "./stepped-moves";

interface Job<T> {
  action: Action<T>;
  form: FormData;
  onDone: (data: T) => void;
}

function sendingOf<T>({ action, form, onDone }: Job<T>): Sending {
  return {
    form,
    async send(filled) {
      const answer = await callAction(action, filled);
      if (answer.status !== "done") return answer;
      onDone(answer.data);
      return null;
    },
  };
}

/**
 * An action that may ask for a code first. `submit` sends the form; if the server wants a proof, `step` says which one,
 * `ProofStep` asks for it, and the same form goes again with the code. One at a time.
 */
export function useSteppedAction(actions: StepUpActions, onTrouble?: (trouble: Trouble) => void) {
  const [progress, setProgress] = useState(noProgress);
  const [sentCodes] = useState(() => new Map<string, SentCode>());
  const { working, run } = useWork();
  const { step, mobile, trouble } = progress;

  function update(change: Partial<Progress>) {
    if (change.trouble) onTrouble?.(change.trouble);
    setProgress((old) => ({ ...old, trouble: null, ...change }));
  }

  const stage: Stage = { actions, sentCodes, update };

  function move(kind: WorkKind, next: () => Promise<void>) {
    if (working) return;
    update({});
    run(kind, next);
  }

  return {
    step,
    mobile,
    /** What went wrong; while `step` is shown it belongs there. */
    trouble,
    working,
    pending: working !== null,
    /** Nothing of it stays: no form, no password. */
    end: () => setProgress(noProgress),
    submit<T>(job: Job<T>) {
      const fresh = { ...noProgress, sending: sendingOf(job) };
      if (!working) update(fresh);
      move("submit", () => sendForm(stage, fresh));
    },
    /** The same once more, after its trouble was read. */
    again: () => move("submit", () => sendForm(stage, progress)),
    /** With the code that was typed. */
    verify(proof: FormData) {
      if (step?.at !== "code") return;
      const next = step.proves === "mobile" ? confirmMobile : sendForm;
      move("submit", () => next(stage, progress, proof));
    },
    resend(by?: "sms") {
      const toMobile = step?.at === "code" && step.proves === "mobile" ? mobile : null;
      move("send-code", () =>
        toMobile ? sendToMobile(stage, progress, toMobile) : askForCode(stage, progress, by),
      );
    },
    sendToMobile: (typed: FormData) =>
      move("send-code", () => sendToMobile(stage, progress, typed)),
    useAnotherNumber: () => update({ step: { at: "mobile" } }),
  };
}

export type SteppedAction = Omit<ReturnType<typeof useSteppedAction>, "submit">;
