/** The moves of an action that may ask for a proof: each asks the server once and says what to show next. */
import { type Answer, callAction, type Trouble } from "@/components/ui/call-action";
import type { SentCode } from "@/lib/otp/sent-code";
import type { Action } from "@/lib/web/action-state";
import type { RefusalCode } from "@/lib/web/refusal-code";

/** What every page whose actions may need a proof hands on. */
export interface StepUpActions {
  requestCode: Action<SentCode>;
  sendMobileCode: Action<SentCode>;
  confirmMobile: Action<null>;
}

/** Which proof is being asked for. */
type ProofStep =
  | { at: "mobile" }
  | { at: "code"; sent: SentCode; proves: "action" | "mobile" }
  /** The mobile is verified, and the action itself is sent again. */
  | { at: "proven" };

/** What the server said it needs a proof for, as the fields with which a code is asked for. */
type Target = Record<string, string>;

/** The action that waits for its proof. */
export interface Sending {
  form: FormData;
  /** Null: it went through. */
  send: (form: FormData) => Promise<Exclude<Answer<never>, { status: "done" }> | null>;
}

export interface Progress {
  sending: Sending | null;
  target: Target;
  /** Number and password as typed, only until the code for the number is confirmed. */
  mobile: FormData | null;
  step: ProofStep | null;
  trouble: Trouble | null;
}

export const noProgress: Progress = {
  sending: null,
  target: {},
  mobile: null,
  step: null,
  trouble: null,
};

/** What the moves may use and do. */
export interface Stage {
  actions: StepUpActions;
  /** Codes on their way: whoever cancels and comes back enters the one already sent. */
  sentCodes: Map<string, SentCode>;
  /** Trouble of before is over with every change that brings none. */
  update: (change: Partial<Progress>) => void;
}

/** Names what a code is for: one asked for one thing is no good for another. */
const nameOf = (target: Target) => JSON.stringify(Object.entries(target).sort());

/** Sends the action's form, with the code or without one, and follows it to the proof that it may need. */
export async function sendForm(stage: Stage, progress: Progress, proof?: FormData): Promise<void> {
  const { sending, target } = progress;
  if (!sending) return;
  const answer = await sending.send(proof ? merged(sending.form, proof) : sending.form);
  if (answer === null) {
    stage.sentCodes.delete(nameOf(target));
    stage.update(noProgress);
  } else if (answer.status !== "step-up") {
    stage.update({ trouble: answer });
  } else if (answer.need === "verify-mobile") {
    stage.update({ target: answer.target, step: { at: "mobile" } });
  } else {
    await askForCode(stage, { ...progress, target: answer.target });
  }
}

/** Asks for the code of the action; `by` says how, where there are two ways. */
export async function askForCode(
  stage: Stage,
  { target, step }: Pick<Progress, "target" | "step">,
  by?: "sms",
): Promise<void> {
  const request = formOf(by ? { ...target, by } : target);
  const answer = await callAction(stage.actions.requestCode, request);
  const earlier = stage.sentCodes.get(nameOf(target));
  if (answer.status === "done") {
    stage.sentCodes.set(nameOf(target), answer.data);
    stage.update({ target, step: { at: "code", sent: answer.data, proves: "action" } });
  } else if (answer.status === "step-up") {
    stage.update({ target, step: { at: "mobile" } });
  } else if (isRefused(answer, "sent_too_soon") && earlier && step === null) {
    stage.update({ target, step: { at: "code", sent: earlier, proves: "action" } });
  } else {
    stage.update({ target, trouble: answer });
  }
}

/** Sends a code to the number that is being verified. */
export async function sendToMobile(
  stage: Stage,
  progress: Progress,
  mobile: FormData,
): Promise<void> {
  stage.update({ mobile });
  const answer = await callAction(stage.actions.sendMobileCode, mobile);
  if (answer.status === "done") {
    stage.update({ step: { at: "code", sent: answer.data, proves: "mobile" } });
  } else {
    await notVerified(stage, progress, answer);
  }
}

/** A verified mobile counts as step-up (D10), so the action follows at once. */
export async function confirmMobile(
  stage: Stage,
  progress: Progress,
  proof: FormData,
): Promise<void> {
  const answer = await callAction(stage.actions.confirmMobile, proof);
  if (answer.status === "done") {
    stage.update({ mobile: null, step: { at: "proven" } });
    await sendForm(stage, progress);
  } else {
    await notVerified(stage, progress, answer);
  }
}

/** Verified meanwhile, in another tab or browser: from now on the codes go to that number. */
async function notVerified(stage: Stage, progress: Progress, answer: Answer<unknown>) {
  if (isRefused(answer, "mobile_already_verified")) {
    stage.update({ mobile: null });
    await askForCode(stage, progress);
  } else if (answer.status !== "step-up" && answer.status !== "done") {
    stage.update({ trouble: answer });
  }
}

function isRefused(answer: Answer<unknown>, code: RefusalCode): boolean {
  return answer.status === "refused" && answer.code === code;
}

export function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

function merged(form: FormData, proof: FormData): FormData {
  const both = new FormData();
  for (const [name, value] of [...form, ...proof]) both.set(name, value);
  return both;
}
