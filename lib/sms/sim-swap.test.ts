/** What a SIM-swap service is asked, over real HTTP, and how its answers are read (O-18). */
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseEnv } from "@/lib/core/env";
import { aGateway, closeGateways, type GatewayAnswer } from "@/lib/testing/gateways";

const mobile = "+919876543210";
const original = { ...process.env };

afterEach(() => {
  closeGateways();
  for (const name of Object.keys(process.env)) if (!(name in original)) delete process.env[name];
  Object.assign(process.env, original);
  vi.resetModules();
});

async function asking(env: Record<string, string>) {
  vi.resetModules();
  Object.assign(process.env, env);
  const { askSimSwap } = await import("./sim-swap");
  return askSimSwap(mobile);
}

describe("before a code is sent", () => {
  test("the service is asked as CAMARA's interface wants it, with the configured headers", async () => {
    const { seen, url } = await aGateway({ status: 200, body: '{"swapped":false}' });
    const answer = await asking({
      SMS_SIM_SWAP_URL: `${url}/sim-swap/v1/check`,
      SMS_SIM_SWAP_HEADERS: '{"authorization":"Bearer t"}',
    });
    expect(answer).toBe("clear");
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      line: "POST /sim-swap/v1/check",
      headers: { "content-type": "application/json", authorization: "Bearer t" },
    });
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({ phoneNumber: mobile, maxAge: 240 });
  });

  test("the request's template and the place of the number in the address are the operator's", async () => {
    const { seen, url } = await aGateway({ status: 200, body: '{"swapped":true}' });
    const answer = await asking({
      SMS_SIM_SWAP_URL: `${url}/check/{{to}}`,
      SMS_SIM_SWAP_BODY: '{"msisdn":{{to}}}',
    });
    expect(answer).toBe("recent-swap");
    expect(seen[0]).toMatchObject({
      line: "POST /check/%2B919876543210",
      body: JSON.stringify({ msisdn: mobile }),
    });
  });

  test.each<[string, GatewayAnswer]>([
    ["refuses", { status: 403, body: '{"swapped":true}' }],
    ["fails", { status: 503 }],
    ["answers no JSON", { status: 200, body: "<html>" }],
    ["answers something else", { status: 200, body: '{"swapped":"yes"}' }],
    ["answers nothing", { status: 200, body: "null" }],
    ["leads elsewhere", { status: 302 }],
    ["hangs up", "hang up"],
    ["hangs", "hang"],
  ])("a service that %s says nothing: unknown, within three seconds", async (_, answer) => {
    const { url } = await aGateway(answer);
    const start = performance.now();
    expect(await asking({ SMS_SIM_SWAP_URL: url })).toBe("unknown");
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test("without a service nobody is asked; a mistake in the settings is told by name", async () => {
    expect(await asking({})).toBe("unknown");
    for (const [name, value] of [
      ["SMS_SIM_SWAP_URL", "ftp://swap.test"],
      ["SMS_SIM_SWAP_HEADERS", "Bearer t"],
      ["SMS_SIM_SWAP_BODY", '{"phoneNumber":"{{to}}}'],
    ] as const)
      expect(() => parseEnv({ ...process.env, [name]: value }), name).toThrow(name);
  });
});
