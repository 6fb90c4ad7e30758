"use client";
import { useRef, useState, useTransition } from "react";

/** What the server was asked for, so that the right button shows a spinner. */
export type WorkKind = "submit" | "send-code";
export type Run = (kind: WorkKind, job: () => Promise<void>) => void;

/** Runs one request at a time: a press while one is pending is ignored. */
export function useWork(): { working: WorkKind | null; run: Run } {
  const [kind, setKind] = useState<WorkKind>("submit");
  const [pending, startTransition] = useTransition();
  const isBusy = useRef(false);

  const run: Run = (next, job) => {
    if (isBusy.current) return;
    isBusy.current = true;
    setKind(next);
    startTransition(async () => {
      try {
        await job();
      } finally {
        isBusy.current = false;
      }
    });
  };
  return { working: pending ? kind : null, run };
}
