/** SMS through a real gateway: a code goes to the phone by Kannel, and without Kannel it is said in words (R-7, O-20). */
import { findTool, missingTool } from "@/bin/check/system-tools";
import { type Stack, sharedSecrets, startStack } from "@/bin/stack/stack";
import { expect, test } from "@/e2e/fixtures";
import { type Kannel, startKannel } from "@/e2e/servers/kannel";
import type { ActionAnswer } from "@/e2e/wire/call-action";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";

for (const tool of ["bearerbox", "smsbox", "fakesmsc"] as const)
  test.skip(!findTool(tool), missingTool(tool));

const dataOf = <T>(answer: ActionAnswer) => (answer.state as unknown as { data: T }).data;

let kannel: Kannel;
let stack: Stack;

test.beforeAll(async () => {
  kannel = await startKannel();
  const gateway = {
    SMS_DRIVER: "http",
    SMS_HTTP_METHOD: "GET",
    SMS_GATEWAY_URL: kannel.sendSmsUrl,
  };
  const databaseUrl = process.env.DATABASE_URL ?? "";
  stack = await startStack({ databaseUrl, env: { ...sharedSecrets(), ...gateway } });
});

test.afterAll(async () => {
  await stack?.stop();
  await kannel?.stop();
});

test("a key is regenerated with a code that came through Kannel; with Kannel away nothing is lost", async () => {
  const caller = await aCaller({ mobile: true, port: stack.port });
  const mobile = caller.member.mobile ?? "";
  const made = await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
  const { keyId } = dataOf<{ minted: { keyId: string } }>(made).minted;
  const ask = () =>
    caller.call("requestCodeAction", { purpose: "regenerate", mode: "test", keyId });

  await kannel.goesDown();
  expect((await ask()).state).toMatchObject({ status: "refused", code: "sms_unavailable" });
  expect(kannel.arrivedAt(mobile)).toEqual([]);

  await kannel.comesUp();
  const { challengeId } = dataOf<{ challengeId: string }>(await ask());
  const ending = expect.stringContaining("\n\n@razorpay.localhost #");
  await expect.poll(() => kannel.arrivedAt(mobile)).toEqual([ending]);
  const [text = ""] = kannel.arrivedAt(mobile);
  expect(text).toMatch(/^\d{6} is your Razorpay OTP to regenerate the Test key/);
  const fields = {
    ...fieldsFor("regenerateKeyAction", keyId),
    challengeId,
    code: text.slice(0, 6),
  };
  const done = await caller.call("regenerateKeyAction", fields);
  expect(done.state).toMatchObject({ status: "done" });
  expect(kannel.arrivedAt(mobile)).toHaveLength(1);
});
