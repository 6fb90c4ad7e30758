/** When the fallback gateway is used, and when it must not be (O-20). */
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseEnv } from "@/lib/core/env";
import { aGateway, asTwilio, closeGateways, type GatewayAnswer } from "@/lib/testing/gateways";

const sms = {
  org: "razorpay",
  purpose: "otp",
  to: "+919876543210",
  text: "123456 is your OTP.",
  sender: "RZRPAY",
  reference: "otc_1",
} as const;
const original = { ...process.env };

afterEach(() => {
  closeGateways();
  for (const name of Object.keys(process.env)) if (!(name in original)) delete process.env[name];
  Object.assign(process.env, original);
  vi.resetModules();
});

async function sending(env: Record<string, string>) {
  vi.resetModules();
  Object.assign(process.env, env);
  const { sendSms } = await import("./sms-gateway");
  return sendSms;
}

describe("the second gateway", () => {
  const both = (first: string, second: string) => ({
    SMS_DRIVER: "http",
    SMS_GATEWAY_URL: first,
    ...asTwilio(second, "SMS_FALLBACK_"),
  });

  test.each<[string, GatewayAnswer[], number]>([
    ["refused", [{ status: 400 }], 1],
    ["was not able to", [{ status: 503 }], 2],
  ])("sends what the first one %s", async (_, answers, asked) => {
    const first = await aGateway(...answers);
    const second = await aGateway({ status: 201 });
    expect(await (await sending(both(first.url, second.url)))(sms)).toBe("sent");
    expect([first.seen.length, second.seen.length]).toEqual([asked, 1]);
  });

  test("sends the SMS if the first one was not reached", async () => {
    const second = await aGateway({ status: 201 });
    expect(await (await sending(both("http://127.0.0.1:9", second.url)))(sms)).toBe("sent");
    expect(second.seen).toHaveLength(1);
  });

  test.each<[string, GatewayAnswer, string]>([
    ["the answer was lost", "hang up", "unknown"],
    ["it broke in the middle", { status: 500 }, "refused"],
  ])("is never used when %s, because the SMS may have been sent", async (_, answer, outcome) => {
    const first = await aGateway(answer);
    const second = await aGateway({ status: 201 });
    expect(await (await sending(both(first.url, second.url)))(sms)).toBe(outcome);
    expect(second.seen).toEqual([]);
  });
});

test("a driver without its settings stops the start, each named (C-10)", () => {
  const bad = { ...process.env, SMS_FALLBACK_DRIVER: "twilio" };
  expect(() => parseEnv(bad)).toThrow(/SMS_FALLBACK_TWILIO_ACCOUNT_SID is missing/);
  expect(() => parseEnv({ ...process.env, SMS_DRIVER: "msg91" })).toThrow(/SMS_MSG91_AUTH_KEY/);
  const away = { SMS_FALLBACK_DRIVER: "inbox", SMS_FALLBACK_GATEWAY_URL: "https://away.example" };
  expect(() => parseEnv({ ...process.env, ...away })).toThrow(/SMS_FALLBACK_GATEWAY_URL must be/);
});
