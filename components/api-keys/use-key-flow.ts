"use client";
import { useState } from "react";
import type { StepUpActions } from "@/components/step-up/stepped-moves";
import { useSteppedAction } from "@/components/step-up/use-stepped-action";
import type { FlowView, KeyChange, KeysView, ShownKey } from "@/lib/api-keys/keys-view";
import type { Action } from "@/lib/web/action-state";
import type { RefusalCode } from "@/lib/web/refusal-code";
import {
  actionForm,
  type Flow,
  type FlowKind,
  mintsKey,
  openFlow,
  type Step,
  startsAtOnce,
} from "./flow";
import { useRefresh } from "./use-refresh";
import { doneNotice, oldKeyNote } from "./words";

/** Refusals that mean that the list on the page is out of date. */
const outdated: ReadonlySet<RefusalCode> = new Set([
  "already_changed",
  "already_exists",
  "not_found",
  "cannot_extend",
  "website_not_verified",
]);

export interface KeyActions extends StepUpActions {
  generate: Action<KeyChange>;
  regenerate: Action<KeyChange>;
  deactivate: Action<KeyChange>;
  extend: Action<KeyChange>;
}

/** The open flow and its errors. `onAnswer` gets the list after a change. */
export function useKeyFlow<View extends FlowView>(
  view: View,
  onAnswer: (answered: KeysView) => void,
  actions: KeyActions,
) {
  const [flow, setFlow] = useState<Flow | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const refresh = useRefresh(view.readAt, flow !== null);
  const stepped = useSteppedAction(actions, (trouble) => {
    if (trouble.status === "refused" && outdated.has(trouble.code)) refresh.now();
  });

  function finish(of: Flow, change: KeyChange) {
    const step = lastStep(of, change);
    if (change.view) onAnswer(change.view);
    else refresh.now();
    setFlow(step && { ...of, step });
    setNotice(step ? null : doneNotice(of, change.view));
  }

  return {
    view,
    flow,
    stepped,
    notice,
    refresh,
    /** Sends the flow's action. While one is pending, a second press does nothing. */
    submit(of: Flow) {
      if (stepped.working) return;
      setFlow(of);
      const onDone = (change: KeyChange) => finish(of, change);
      stepped.submit({ action: actions[of.kind], form: actionForm(of), onDone });
    },
    open(kind: FlowKind, row: ShownKey | null): Flow {
      const next = openFlow(kind, view.mode, row);
      setNotice(null);
      stepped.end();
      setFlow(next);
      if (!startsAtOnce(next)) refresh.ifStale();
      return next;
    },
    /** Shows the list of another change's answer, and says what new keys get. */
    show({ view: changed }: KeyChange) {
      if (changed) onAnswer(changed);
      else refresh.now();
      setNotice(changed?.life.sentence ?? null);
    },
    /** Forgets everything about the flow, including secret and password. */
    end() {
      setFlow(null);
      stepped.end();
    },
  };
}

export type KeyFlow = ReturnType<typeof useKeyFlow>;

function lastStep(flow: Flow, { minted, view }: KeyChange): Step | null {
  if (!mintsKey(flow)) return null;
  return minted
    ? { at: "reveal", minted, oldKeyNote: oldKeyNote(flow, view) }
    : { at: "made-before" };
}
