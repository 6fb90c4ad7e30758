"use client";
import { useState } from "react";
import type { Trouble } from "@/components/ui/call-action";
import { useWork } from "@/components/ui/use-work";
import type { KeyChange, KeyRow, KeysView } from "@/lib/api-keys/keys-view";
import type { RefusalCode } from "@/lib/core/errors";
import type { SentCode } from "@/lib/otp/sent-code";
import { type Flow, type FlowKind, mintsKey, openFlow, type Step, startsAtOnce } from "./flow";
import type { KeyActions, Stage } from "./flow-moves";
import { useFreshView } from "./use-fresh-view";
import { useRefresh } from "./use-refresh";
import { doneNotice, oldKeyNote } from "./words";

/** Refusals that say the list on the page is old. */
const outdated: ReadonlySet<RefusalCode> = new Set([
  "already_changed",
  "already_exists",
  "not_found",
  "cannot_extend",
  "website_not_verified",
]);

/** The one flow that may be open, what went wrong in it, and the list as its answers bring it. */
export function useKeyFlow(served: KeysView, actions: KeyActions) {
  const [view, setAnswered] = useFreshView(served);
  const [flow, setFlow] = useState<Flow | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [sentCodes] = useState(() => new Map<string, SentCode>());
  const { working, run } = useWork();
  const refresh = useRefresh(view.readAt, flow !== null);

  const stage: Stage = {
    actions,
    sentCodes,
    show: (of, step) => setFlow({ ...of, step }),
    fail(problem) {
      setTrouble(problem);
      if (problem.status === "refused" && outdated.has(problem.code)) refresh.now();
    },
    finish(of, change) {
      const step = lastStep(of, change);
      if (change.view) setAnswered(change.view);
      else refresh.now();
      setFlow(step && { ...of, mobile: null, step });
      setNotice(step ? null : doneNotice(of, change.view));
    },
  };

  return {
    view,
    flow,
    trouble,
    notice,
    working,
    refresh,
    /** Clears what went wrong before and moves on; a second press meanwhile does nothing. */
    run: ((kind, job) => {
      if (working) return;
      setTrouble(null);
      run(kind, job);
    }) satisfies typeof run,
    stage,
    /** To another step without asking the server. */
    change(next: Flow) {
      setTrouble(null);
      setFlow(next);
    },
    open(kind: FlowKind, row: KeyRow | null): Flow {
      const next = openFlow(kind, view.mode, row);
      setNotice(null);
      setTrouble(null);
      setFlow(next);
      if (!startsAtOnce(next)) refresh.ifStale();
      return next;
    },
    /** Nothing of the flow stays: no secret, no password. */
    end() {
      setFlow(null);
      setTrouble(null);
    },
  };
}

function lastStep(flow: Flow, { minted, view }: KeyChange): Step | null {
  if (!mintsKey(flow)) return null;
  return minted
    ? { at: "reveal", minted, oldKeyNote: oldKeyNote(flow, view) }
    : { at: "made-before" };
}
