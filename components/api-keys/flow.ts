/**
 * One thing a person is doing to a key, from the press of its button to its end. What it is about
 * (mode, key, request id) is fixed when it opens, so neither a refresh nor another tab can bend it.
 */
import type { KeyRow, KeysView, MintedKey } from "@/lib/api-keys/keys-view";
import type { Mode } from "@/lib/core/mode";
import type { SentCode } from "@/lib/otp/sent-code";

export type FlowKind = "generate" | "regenerate" | "deactivate" | "extend";
export type GraceChoice = "now" | "in-24-hours";

export type Step =
  /** The flow's own question; generating has none and runs behind its button. */
  | { at: "start" }
  | { at: "mobile" }
  | { at: "code"; sent: SentCode; proves: "action" | "mobile" }
  /** The mobile is verified, the action itself still has to be repeated. */
  | { at: "proven" }
  | { at: "reveal"; minted: MintedKey; oldKeyNote: string | null }
  | { at: "made-before" };

export interface Flow {
  kind: FlowKind;
  mode: Mode;
  /** The key it is about; null when generating. */
  row: KeyRow | null;
  /** One for all tries, so that a repeated submit never makes a second key (K-13). */
  requestId: string;
  choice: GraceChoice;
  /** Number and password as typed, only until the code for the number is confirmed. */
  mobile: FormData | null;
  step: Step;
}

export interface Proof {
  challengeId: string;
  code: string;
}

export function openFlow(kind: FlowKind, mode: Mode, row: KeyRow | null): Flow {
  const requestId = crypto.randomUUID();
  return { kind, mode, row, requestId, choice: "in-24-hours", mobile: null, step: { at: "start" } };
}

/** Whether a flow ends with a new key. */
export function mintsKey({ kind }: Flow): boolean {
  return kind === "generate" || kind === "regenerate";
}

/** Whether a flow runs behind its button at first, with no question of its own to ask. */
export function startsAtOnce({ kind, step }: Flow): boolean {
  return step.at === "start" && (kind === "generate" || kind === "extend");
}

/** The flow's key as the list has it by now: it may have been used since the flow was opened. */
export function latestRow({ row }: Flow, view: KeysView): KeyRow | null {
  const isSame = (other: KeyRow | null) => other?.keyId === row?.keyId;
  return [view.current, ...view.retiring].find(isSame) ?? row;
}

/** Names the subject of a flow: a code asked for one is no good for another. */
export function subjectOf({ kind, mode, row }: Flow): string {
  return `${kind} ${mode} ${row?.keyId ?? ""}`;
}

/** What the flow's own action is sent. */
export function actionForm(flow: Flow, proof?: Proof): FormData {
  const form = aboutKey(flow, proof ?? {});
  if (flow.kind === "regenerate") form.set("choice", flow.choice);
  if (mintsKey(flow)) form.set("requestId", flow.requestId);
  // The end that was offered, so that a repeated submit never adds another day.
  if (flow.kind === "extend") form.set("until", flow.row?.extendsTo?.iso ?? "");
  return form;
}

/** What asking for a code is sent: the code will be good for exactly this. */
export function codeForm(flow: Flow, by?: "sms"): FormData {
  return aboutKey(flow, { purpose: flow.kind, ...(by ? { by } : {}) });
}

function aboutKey({ mode, row }: Flow, fields: object): FormData {
  const form = formOf({ mode, ...fields });
  if (row) form.set("keyId", row.keyId);
  return form;
}

export function formOf(fields: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
