/** The moves from one step of a flow to the next: each asks the server once and shows what it answered. */
import { callAction, type Trouble } from "@/components/ui/call-action";
import type { KeyChange } from "@/lib/api-keys/keys-view";
import type { Action } from "@/lib/core/action-state";
import type { SentCode } from "@/lib/otp/sent-code";
import { actionForm, codeForm, type Flow, formOf, type Proof, type Step, subjectOf } from "./flow";

export interface KeyActions {
  generate: Action<KeyChange>;
  regenerate: Action<KeyChange>;
  deactivate: Action<KeyChange>;
  extend: Action<KeyChange>;
  requestCode: Action<SentCode>;
  sendMobileCode: Action<SentCode>;
  confirmMobile: Action<null>;
}

/** What the moves may do to the page. */
export interface Stage {
  actions: KeyActions;
  /** Codes on their way, by subject: who cancels and comes back enters the one already sent. */
  sentCodes: Map<string, SentCode>;
  show: (flow: Flow, step: Step) => void;
  fail: (trouble: Trouble) => void;
  finish: (flow: Flow, change: KeyChange) => void;
}

/** Submits the flow's own action and follows it to the proof it may need. */
export async function submitFlow(stage: Stage, flow: Flow, proof?: Proof): Promise<void> {
  const answer = await callAction(stage.actions[flow.kind], actionForm(flow, proof));
  switch (answer.status) {
    case "done":
      stage.sentCodes.delete(subjectOf(flow));
      return stage.finish(flow, answer.data);
    case "step-up":
      if (answer.need === "otp") return askForCode(stage, flow);
      return stage.show(flow, { at: "mobile" });
    default:
      return stage.fail(answer);
  }
}

/** Sends the code again, or another one, to where the flow's last one went. */
export function resendCode(stage: Stage, flow: Flow, by?: "sms"): Promise<void> {
  return isForMobile(flow) ? sendMobileCode(stage, flow) : askForCode(stage, flow, by);
}

/** Takes a code to what it proves. */
export function takeCode(stage: Stage, flow: Flow, proof: Proof): Promise<void> {
  return isForMobile(flow) ? confirmMobile(stage, flow, proof) : submitFlow(stage, flow, proof);
}

export async function sendMobileCode(stage: Stage, flow: Flow): Promise<void> {
  const answer = await callAction(stage.actions.sendMobileCode, flow.mobile ?? new FormData());
  if (answer.status === "done") {
    stage.show(flow, { at: "code", sent: answer.data, proves: "mobile" });
  } else if (isVerifiedMeanwhile(answer)) {
    await askForCode(stage, { ...flow, mobile: null });
  } else if (answer.status !== "step-up") {
    stage.fail(answer);
  }
}

async function askForCode(stage: Stage, flow: Flow, by?: "sms"): Promise<void> {
  const answer = await callAction(stage.actions.requestCode, codeForm(flow, by));
  const earlier = stage.sentCodes.get(subjectOf(flow));
  if (answer.status === "done") {
    stage.sentCodes.set(subjectOf(flow), answer.data);
    stage.show(flow, { at: "code", sent: answer.data, proves: "action" });
  } else if (answer.status === "step-up") {
    stage.show(flow, { at: "mobile" });
  } else if (isTooSoon(answer) && earlier && flow.step.at === "start") {
    stage.show(flow, { at: "code", sent: earlier, proves: "action" });
  } else {
    stage.fail(answer);
  }
}

/** A verified mobile counts as step-up, so the action follows at once. */
async function confirmMobile(stage: Stage, flow: Flow, proof: Proof): Promise<void> {
  const answer = await callAction(stage.actions.confirmMobile, formOf(proof));
  if (answer.status === "done") {
    const proven: Flow = { ...flow, mobile: null };
    stage.show(proven, { at: "proven" });
    await submitFlow(stage, proven);
  } else if (isVerifiedMeanwhile(answer)) {
    await askForCode(stage, { ...flow, mobile: null });
  } else if (answer.status !== "step-up") {
    stage.fail(answer);
  }
}

/** In another tab or browser: from now on the codes go to that number. */
const isVerifiedMeanwhile = (answer: { status: string; code?: string }) =>
  answer.status === "refused" && answer.code === "mobile_already_verified";

const isTooSoon = (trouble: Trouble) =>
  trouble.status === "refused" && trouble.code === "sent_too_soon";

const isForMobile = ({ step }: Flow) => step.at === "code" && step.proves === "mobile";
