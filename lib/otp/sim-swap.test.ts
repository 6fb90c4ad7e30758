/** A number whose SIM was changed lately gets no code (O-18). The service answers over real HTTP. */
import { and, eq } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { otpChallenges } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { keyTarget } from "@/lib/step-up/target";
import { aGateway, closeGateways, type GatewayAnswer } from "@/lib/testing/gateways";
import { messagesTo } from "@/lib/testing/inbox/read-inbox";
import { anActor } from "@/lib/testing/people";
import { codeOwner } from "./challenge";

afterEach(() => {
  closeGateways();
  delete process.env.SMS_SIM_SWAP_URL;
  vi.resetModules();
});

const target = keyTarget("regenerate", { mode: "live", keyId: "rzp_live_00000000000abc" });

/** Asks for a code while the service answers this, and keeps the alarms that were raised. */
async function send(actor: Actor, mobile: string, answer: GatewayAnswer) {
  const { url } = await aGateway(answer);
  vi.resetModules();
  process.env.SMS_SIM_SWAP_URL = url;
  const { log } = await import("@/lib/core/log");
  const alarm = vi.spyOn(log(), "error").mockImplementation(() => undefined);
  const { sendSmsCode } = await import("./send-sms-code");
  const sending = sendSmsCode(codeOwner(actor), target, mobile);
  const refusal = await sending.then(
    () => null,
    (error: unknown) => error,
  );
  return { refusal, alarms: alarm.mock.calls.map(([facts]) => facts) };
}

async function mobileOf({ user }: Actor): Promise<string> {
  const { users } = await import("@/db/schema/people");
  const [row] = await db().select().from(users).where(eq(users.id, user.id));
  return row?.mobile ?? "";
}

test("a recent swap: nothing is sent, the person is told what to do, the trail and an alarm say so, and no budget is spent", async () => {
  const actor = await anActor({ mobile: true });
  const mobile = await mobileOf(actor);
  for (let time = 0; time < 3; time++)
    expect(await send(actor, mobile, { status: 200, body: '{"swapped":true}' })).toMatchObject({
      refusal: {
        code: "sim_swapped",
        message: expect.stringMatching(/authenticator app, or contact support@razorpay\.test/),
      },
      alarms: [{ alarm: "otp.sim_swapped", org: "razorpay", user: actor.user.id }],
    });
  expect(await messagesTo(mobile)).toEqual([]);
  const challenges = await db()
    .select()
    .from(otpChallenges)
    .where(eq(otpChallenges.userId, actor.user.id));
  expect(challenges).toHaveLength(3);
  for (const challenge of challenges)
    expect(challenge).toMatchObject({ codeHash: null, sentAt: null, unsentAt: expect.any(Date) });
  const trail = await db()
    .select({ outcome: auditEvents.outcome, detail: auditEvents.detail })
    .from(auditEvents)
    .where(and(eq(auditEvents.userId, actor.user.id), eq(auditEvents.event, "otp.unsent")));
  expect(trail[0]).toEqual({
    outcome: "refused",
    detail: { purpose: "regenerate", to: `••••••${mobile.slice(-4)}`, gateway: "recent-swap" },
  });
  // Once the operator says that all is well, the code comes at once.
  const cleared = await send(actor, mobile, { status: 200, body: '{"swapped":false}' });
  expect(cleared).toEqual({ refusal: null, alarms: [] });
  expect(await messagesTo(mobile)).toHaveLength(1);
});

test("a service that does not answer, or does not know the number, keeps nobody out", async () => {
  const actor = await anActor({ mobile: true });
  const mobile = await mobileOf(actor);
  const unknown = await send(actor, mobile, { status: 404, body: '{"code":"NOT_FOUND"}' });
  expect(unknown).toEqual({ refusal: null, alarms: [] });
  expect(await messagesTo(mobile)).toHaveLength(1);
});
