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
 * Sends an action that may ask for a code. `submit` sends the form. If the server wants a proof, `step` says which one,
 * `ProofStep` asks for it, and the form is sent again with the code. One action at a time.
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
    /** The last error. While `step` is set, it belongs to that step. */
    trouble,
    working,
    pending: working !== null,
    /** Forgets everything, including form and password. */
    end: () => setProgress(noProgress),
    submit<T>(job: Job<T>) {
      const fresh = { ...noProgress, sending: sendingOf(job) };
      if (!working) update(fresh);
      move("submit", () => sendForm(stage, fresh));
    },
    /** Sends the action again, after its error was shown. */
    again: () => move("submit", () => sendForm(stage, progress)),
    /** Sends the code that was entered. */
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
