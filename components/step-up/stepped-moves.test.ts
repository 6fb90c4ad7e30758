import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SentCode } from "@/lib/otp/sent-code";
import type { Action, ActionState } from "@/lib/web/action-state";
import {
  askForCode,
  confirmMobile,
  formOf,
  noProgress,
  type Progress,
  type Stage,
  sendForm,
  sendToMobile,
} from "./stepped-moves";

const target = { purpose: "regenerate", mode: "test", keyId: "rzp_test_1" };
const code = (challengeId: string): SentCode => ({
  challengeId,
  method: "sms",
  sentTo: "••••••3210",
  canTextInstead: false,
  resendInSeconds: 30,
});
const done = <T>(data: T): ActionState<T> => ({ status: "done", data });
const refused = (name: "sent_too_soon" | "mobile_already_verified" | "wrong_code") =>
  ({ status: "refused", code: name, message: name }) as const;
const needs = (need: "otp" | "verify-mobile") => ({ status: "step-up", need, target }) as const;

/** A server that gives these answers in turn and keeps what it was sent. */
function answering<T>(...answers: ActionState<T>[]) {
  const sent: Record<string, unknown>[] = [];
  const action: Action<T> = async (_previous, form) => {
    sent.push(Object.fromEntries(form));
    const next = answers.shift();
    if (!next) throw new Error("asked once too often");
    return next;
  };
  return { action, sent };
}

let progress: Progress;
let stage: Stage;
const server = {
  requestCode: answering<SentCode>(),
  sendMobileCode: answering<SentCode>(),
  confirmMobile: answering<null>(),
};

function given(answers: {
  requestCode?: ActionState<SentCode>[];
  sendMobileCode?: ActionState<SentCode>[];
  confirmMobile?: ActionState<null>[];
}) {
  server.requestCode = answering(...(answers.requestCode ?? []));
  server.sendMobileCode = answering(...(answers.sendMobileCode ?? []));
  server.confirmMobile = answering(...(answers.confirmMobile ?? []));
  stage.actions = {
    requestCode: server.requestCode.action,
    sendMobileCode: server.sendMobileCode.action,
    confirmMobile: server.confirmMobile.action,
  };
}

/** A page's action: keeps what it was sent, and how often it was done. */
function anAction(...answers: ActionState<string>[]) {
  const { action, sent } = answering(...answers);
  const through = vi.fn();
  const sending = {
    form: formOf({ mode: "test" }),
    async send(form: FormData) {
      const answer = await action(null, form);
      if (answer.status !== "done") return answer;
      through(answer.data);
      return null;
    },
  };
  progress = { ...noProgress, sending };
  return { sent, through };
}

beforeEach(() => {
  vi.stubGlobal("document", { querySelector: () => null });
  progress = noProgress;
  stage = {
    actions: {} as Stage["actions"],
    sentCodes: new Map(),
    update: (change) => {
      progress = { ...progress, trouble: null, ...change };
    },
  };
});
afterEach(() => vi.unstubAllGlobals());

describe("an action that may ask for a proof", () => {
  test("is done at once if it needs none, and nothing of it is kept", async () => {
    const { through } = anAction(done("new key"));
    await sendForm(stage, progress);
    expect(through).toHaveBeenCalledWith("new key");
    expect(progress).toEqual(noProgress);
  });

  test("requests a code with the target that the refusal named, and is sent again with the code", async () => {
    const { sent, through } = anAction(needs("otp"), done("new key"));
    given({ requestCode: [done(code("otc_1"))] });
    await sendForm(stage, progress);
    expect(server.requestCode.sent).toEqual([target]);
    expect(progress.step).toEqual({ at: "code", sent: code("otc_1"), proves: "action" });
    await sendForm(stage, progress, formOf({ challengeId: "otc_1", code: "123456" }));
    expect(sent).toEqual([
      { mode: "test" },
      { mode: "test", challengeId: "otc_1", code: "123456" },
    ]);
    expect(through).toHaveBeenCalledTimes(1);
    expect(stage.sentCodes.size).toBe(0);
  });

  test("shows a refusal, and keeps the code's field", async () => {
    anAction(needs("otp"), refused("wrong_code"));
    given({ requestCode: [done(code("otc_1"))] });
    await sendForm(stage, progress);
    await sendForm(stage, progress, formOf({ challengeId: "otc_1", code: "000000" }));
    expect(progress).toMatchObject({ trouble: { code: "wrong_code" }, step: { at: "code" } });
  });

  test("returns to a code that was already sent, but a second press of Resend is told that it is too soon", async () => {
    given({
      requestCode: [done(code("otc_1")), refused("sent_too_soon"), refused("sent_too_soon")],
    });
    await askForCode(stage, { target, step: null });
    progress = noProgress;
    await askForCode(stage, { target, step: null });
    expect(progress.step).toMatchObject({ at: "code", sent: { challengeId: "otc_1" } });
    await askForCode(stage, { target, step: progress.step }, "sms");
    expect(progress.trouble).toMatchObject({ code: "sent_too_soon" });
    expect(server.requestCode.sent[2]).toEqual({ ...target, by: "sms" });
  });

  test("a code of one target is not shown for another", async () => {
    given({ requestCode: [done(code("otc_1")), refused("sent_too_soon")] });
    await askForCode(stage, { target, step: null });
    progress = noProgress;
    await askForCode(stage, { target: { ...target, keyId: "rzp_test_2" }, step: null });
    expect(progress).toMatchObject({ step: null, trouble: { code: "sent_too_soon" } });
  });
});

describe("a user without a verified mobile", () => {
  const typed = formOf({ mobile: "98765 43210", password: "secret" });

  test("verifies one, which sends the action again without a second code (D10)", async () => {
    const { sent, through } = anAction(needs("verify-mobile"), done("new key"));
    given({ sendMobileCode: [done(code("otc_m"))], confirmMobile: [done(null)] });
    await sendForm(stage, progress);
    expect(progress.step).toEqual({ at: "mobile" });
    await sendToMobile(stage, progress, typed);
    expect(progress).toMatchObject({ mobile: typed, step: { at: "code", proves: "mobile" } });
    await confirmMobile(stage, progress, formOf({ challengeId: "otc_m", code: "123456" }));
    expect(sent).toEqual([{ mode: "test" }, { mode: "test" }]);
    expect(through).toHaveBeenCalledTimes(1);
    expect(progress).toEqual(noProgress);
  });

  test("is told that the number is verified when the action then fails, and may send it again", async () => {
    anAction(needs("verify-mobile"), { status: "failed", incident: "inc_1" });
    given({ confirmMobile: [done(null)] });
    await sendForm(stage, progress);
    await confirmMobile(stage, progress, formOf({ challengeId: "otc_m", code: "123456" }));
    expect(progress).toMatchObject({
      step: { at: "proven" },
      mobile: null,
      trouble: { incident: "inc_1" },
    });
  });

  test("who verified one meanwhile in another tab is asked for a code sent to it", async () => {
    anAction(needs("verify-mobile"));
    given({
      sendMobileCode: [refused("mobile_already_verified")],
      requestCode: [done(code("otc_1"))],
    });
    await sendForm(stage, progress);
    await sendToMobile(stage, progress, typed);
    expect(server.requestCode.sent).toEqual([target]);
    expect(progress).toMatchObject({ mobile: null, step: { at: "code", proves: "action" } });
  });
});
