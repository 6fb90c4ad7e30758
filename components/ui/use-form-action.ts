"use client";
import { type FormEvent, useActionState, useRef, useState, useTransition } from "react";
import type { Action } from "@/lib/web/action-state";
import { type Answer, callAction } from "./call-action";

/**
 * Connects a form to an action. Without JavaScript the browser posts `formAction`. With it, `onSubmit` calls the action
 * instead: what was typed stays, a lost connection becomes an answer, and a second press is ignored.
 */
export function useFormAction<T>(action: Action<T>, onDone?: (data: T) => void) {
  const [served, formAction] = useActionState(action, null);
  const [answer, setAnswer] = useState<Answer<T> | null>(served);
  const [pending, startTransition] = useTransition();
  const isBusy = useRef(false);

  function submit(form: FormData) {
    if (isBusy.current) return;
    isBusy.current = true;
    setAnswer(null);
    startTransition(async () => {
      try {
        const next = await callAction(action, form);
        setAnswer(next);
        if (next.status === "done") onDone?.(next.data);
      } finally {
        isBusy.current = false;
      }
    });
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    submit(new FormData(event.currentTarget));
  }

  const forget = () => setAnswer(null);
  return { answer, pending, formAction, submit, onSubmit, forget };
}
