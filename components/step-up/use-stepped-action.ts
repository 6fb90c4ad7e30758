"use client";
import { useState } from "react";
import { useWork } from "@/components/ui/use-work";
import {
  askForCode,
  confirmMobile,
  type Progress,
  type SteppedOptions,
  sendForm,
  sendToMobile,
  type Update,
} from "./stepped-moves";

const nothing: Progress = { form: null, mobile: null, step: null, trouble: null };

/**
 * One action that may ask for a code first. `submit` sends the form; if the server wants a proof, `step` says which one,
 * `StepUpDialog` asks for it, and the same form goes again with the code.
 */
export function useSteppedAction<T>(options: SteppedOptions<T>) {
  const [progress, setProgress] = useState(nothing);
  const { working, run } = useWork();
  const { form, mobile, step, trouble } = progress;
  const update: Update = (change) => setProgress((old) => ({ ...old, trouble: null, ...change }));

  return {
    step,
    mobile,
    /** What went wrong; while `step` is shown it belongs there. */
    trouble,
    working,
    pending: working !== null,
    /** Nothing of it stays: no form, no password. */
    end: () => setProgress(nothing),
    submit(next: FormData) {
      update({ form: next });
      run("submit", () => sendForm(options, update, next));
    },
    /** With the code that was typed. */
    verify(proof: FormData) {
      if (step?.at !== "code" || !form) return;
      update({});
      if (step.proves === "mobile")
        return run("submit", () => confirmMobile(options, update, { proof, form }));
      const again = new FormData();
      for (const [name, value] of [...form, ...proof]) again.set(name, value);
      run("submit", () => sendForm(options, update, again));
    },
    resend(by?: "sms") {
      const toMobile = step?.at === "code" && step.proves === "mobile" ? mobile : null;
      update({});
      run("send-code", () =>
        toMobile ? sendToMobile(options, update, toMobile) : askForCode(options, update, by),
      );
    },
    sendToMobile(typed: FormData) {
      update({});
      run("send-code", () => sendToMobile(options, update, typed));
    },
    useAnotherNumber: () => update({ step: { at: "mobile" } }),
  };
}

export type SteppedAction = Omit<ReturnType<typeof useSteppedAction<unknown>>, "submit">;
