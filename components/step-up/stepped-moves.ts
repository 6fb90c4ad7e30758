/** The moves of an action that may ask for a proof: each asks the server once and says what to show next. */
import { type Answer, callAction, type Trouble } from "@/components/ui/call-action";
import { troubleOf } from "@/components/ui/trouble-of";
import type { Action } from "@/lib/core/action-state";
import type { SecurityAction } from "@/lib/orgs/org";
import type { SentCode } from "@/lib/otp/sent-code";

/** What every page with security changes hands on. */
export interface StepUpActions {
  requestSecurityCode: Action<SentCode>;
  sendMobileCode: Action<SentCode>;
  confirmMobile: Action<null>;
}

/** Which proof is being asked for. */
type ProofStep = { at: "code"; sent: SentCode; proves: "action" | "mobile" } | { at: "mobile" };

export interface Progress {
  /** What is sent once the proof is there. */
  form: FormData | null;
  /** Number and password as typed, only until the code for the number is confirmed. */
  mobile: FormData | null;
  step: ProofStep | null;
  trouble: Trouble | null;
}

export interface SteppedOptions<T> {
  action: Action<T>;
  purpose: SecurityAction;
  /** Another member whom it is about. */
  subject?: string;
  actions: StepUpActions;
  onDone: (data: T) => void;
}

export type Update = (change: Partial<Progress>) => void;

export async function sendForm<T>(o: SteppedOptions<T>, update: Update, form: FormData) {
  const answer = await callAction(o.action, form);
  if (answer.status === "done") {
    update({ form: null, mobile: null, step: null });
    o.onDone(answer.data);
  } else if (answer.status !== "step-up") update({ trouble: troubleOf(answer) });
  else if (answer.need === "verify-mobile") update({ step: { at: "mobile" } });
  else await askForCode(o, update);
}

export async function askForCode<T>(o: SteppedOptions<T>, update: Update, by?: "sms") {
  const request = new FormData();
  request.set("purpose", o.purpose);
  if (o.subject !== undefined) request.set("subject", o.subject);
  if (by) request.set("by", by);
  update(nextOf(await callAction(o.actions.requestSecurityCode, request), "action"));
}

export async function sendToMobile<T>(o: SteppedOptions<T>, update: Update, mobile: FormData) {
  update({ mobile, ...nextOf(await callAction(o.actions.sendMobileCode, mobile), "mobile") });
}

/** The first verification of a mobile covers the session, so the form goes again as it was (D10). */
export async function confirmMobile<T>(
  o: SteppedOptions<T>,
  update: Update,
  { proof, form }: { proof: FormData; form: FormData },
) {
  const answer = await callAction(o.actions.confirmMobile, proof);
  if (answer.status === "done") await sendForm(o, update, form);
  else update({ trouble: troubleOf(answer) });
}

function nextOf(answer: Answer<SentCode>, proves: "action" | "mobile"): Partial<Progress> {
  if (answer.status === "done") return { step: { at: "code", sent: answer.data, proves } };
  if (answer.status === "step-up") return { step: { at: "mobile" } };
  return { trouble: troubleOf(answer) };
}
