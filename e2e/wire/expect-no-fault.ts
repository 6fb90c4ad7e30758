/** What every answer to malformed input must be: a decision in words or a 4xx, never an error of ours (D14, R-18). */
import { expect } from "playwright/test";
import type { ActionAnswer } from "./call-action";
import { hostOf, type RawAnswer, send } from "./raw-request";

/** Lines of a stack trace, and the folders of this machine and of the build. */
const folder = process.cwd().replace(/[^\w/]/g, "\\$&");
const stack = new RegExp(`\\n\\s+at |node_modules|${folder}|\\.next/server`);

/** For calls that can be decoded: the action said no (or redirected), and said it in words. */
export function expectDecision(answer: ActionAnswer, label: string): void {
  expect(answer.body, label).not.toMatch(stack);
  if (answer.location) return;
  expect(answer.status, label).toBe(200);
  expect(["invalid", "refused", "step-up"], label).toContain(answer.state?.status);
}

/** Next's own answer to a body that it cannot decode: nothing, or nothing but the error's number. */
const nextsOwn = /^(?:|0:\{[^\n]*\}\n1:E\{"digest":"\d+"\}\n|Internal Server Error)$/;

/** For requests that are no call of an action: a decision, a 4xx, or Next's own empty 500. */
export function expectNoFault(answer: RawAnswer, label: string): void {
  expect(answer.body, label).not.toMatch(stack);
  if (answer.status >= 500) expect(answer.body, `${label}: ${answer.status}`).toMatch(nextsOwn);
  else expect(answer.body, label).not.toContain('"failed"');
}

/** The same process still serves. */
export async function expectAlive(): Promise<void> {
  process.kill(Number(process.env.KEYDESK_E2E_PID), 0);
  expect((await send({ path: "/api/health", host: hostOf("any.test") })).status).toBe(200);
}
