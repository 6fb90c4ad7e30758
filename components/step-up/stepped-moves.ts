/** The moves in sending an action that may need a proof. Each move calls the server and says what to show next. */
import { type Answer, callAction, type Trouble } from "@/components/ui/call-action";
import type { SentCode } from "@/lib/otp/sent-code";
import type { Action } from "@/lib/web/action-state";
import type { RefusalCode } from "@/lib/web/refusal-code";

/** The actions that a page needs if its own actions may ask for a proof. */
export interface StepUpActions {
  requestCode: Action<SentCode>;
  sendMobileCode: Action<SentCode>;
  confirmMobile: Action<null>;
}

/** Which proof is asked for. */
type ProofStep =
  | { at: "mobile" }
  | { at: "code"; sent: SentCode; proves: "action" | "mobile" }
  /** The mobile is verified, and the action is being sent again. */
  | { at: "proven" };

/** What the code must be for, as the server named it. These fields are sent to request the code. */
type Target = Record<string, string>;

/** The action that is being sent. */
export interface Sending {
  form: FormData;
  /** Null: it was done. */
  send: (form: FormData) => Promise<Exclude<Answer<never>, { status: "done" }> | null>;
}

export interface Progress {
  sending: Sending | null;
  target: Target;
  /** The number and password, kept only until the number's code is confirmed. */
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

/** What the moves use. */
export interface Stage {
  actions: StepUpActions;
  /** Codes that were sent, by target. A user who cancels and comes back can enter the code that was sent before. */
  sentCodes: Map<string, SentCode>;
  /** Every change clears an earlier error, unless it brings one itself. */
  update: (change: Partial<Progress>) => void;
}

/** The key of `sentCodes`, because a code for one target is not valid for another. */
const nameOf = (target: Target) => JSON.stringify(Object.entries(target).sort());

/** Sends the action's form, with a code if there is one. If the server asks for a proof, shows that step. */
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

/** Requests a code for the action. `by` chooses SMS where the user has an app too. */
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

/** Sends a code to the number that is to be verified. */
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

/** Confirms the mobile, which counts as step-up (D10), and then sends the action again. */
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

/**
 * Handles a failed verification. If a mobile was verified meanwhile, in another tab, the code for the action is
 * requested instead.
 */
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
