/**
 * A flow is one action on a key, from pressing its button to the end. Its mode, key and request id are fixed when it
 * opens, so neither a refresh nor another tab can change them.
 */
import { formOf } from "@/components/step-up/stepped-moves";
import type { FlowView, MintedKey, ShownKey } from "@/lib/api-keys/keys-view";
import type { Mode } from "@/lib/core/mode";

export type FlowKind = "generate" | "regenerate" | "deactivate" | "extend";
export type GraceChoice = "now" | "in-24-hours";

/** Between "start" and the end the server may ask for a proof (`components/step-up`). */
export type Step =
  /** The flow's question. Generating has none and runs while its button waits. */
  | { at: "start" }
  | { at: "reveal"; minted: MintedKey; oldKeyNote: string | null }
  | { at: "made-before" };

export interface Flow {
  kind: FlowKind;
  mode: Mode;
  /** The key concerned; null when generating. */
  row: ShownKey | null;
  /** The same for all tries, so that a repeated submit never makes a second key (K-13). */
  requestId: string;
  choice: GraceChoice;
  step: Step;
}

export function openFlow(kind: FlowKind, mode: Mode, row: ShownKey | null): Flow {
  const requestId = crypto.randomUUID();
  return { kind, mode, row, requestId, choice: "in-24-hours", step: { at: "start" } };
}

/** Whether a flow ends with a new key. */
export function mintsKey({ kind }: Flow): boolean {
  return kind === "generate" || kind === "regenerate";
}

/** Whether a flow starts without a dialog, because it has no question to ask. */
export function startsAtOnce({ kind, step }: Flow): boolean {
  return step.at === "start" && (kind === "generate" || kind === "extend");
}

/** The flow's key in the newest list: it may have been used since the flow was opened. */
export function latestRow({ row }: Flow, view: FlowView): ShownKey | null {
  const isSame = (other: ShownKey | null) => other?.keyId === row?.keyId;
  return [view.current, ...view.retiring].find(isSame) ?? row;
}

/** The form that is sent to the flow's action. */
export function actionForm(flow: Flow): FormData {
  const { kind, mode, row, choice, requestId } = flow;
  return formOf({
    mode,
    ...(row ? { keyId: row.keyId } : {}),
    ...(kind === "regenerate" ? { choice } : {}),
    ...(mintsKey(flow) ? { requestId } : {}),
    // The deadline that was offered, so that a repeated submit never adds another day.
    ...(kind === "extend" ? { until: row?.extendsTo?.iso ?? "" } : {}),
  });
}
