import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parseEnv } from "@/lib/core/env";

const sms = {
  org: "razorpay",
  purpose: "otp",
  to: "+919876543210",
  text: 'Say "hi"\nnow',
  sender: "RZRPAY",
  reference: "otc_1",
} as const;
let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  vi.resetModules();
});

/** Starts a gateway that answers as told, and returns what it was sent. */
async function aGateway(
  answers: number[],
  driver: "inbox" | "http",
  extra: Record<string, string> = {},
) {
  const seen: { body: string; headers: Record<string, unknown> }[] = [];
  server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ body, headers: request.headers });
    const status = answers[Math.min(seen.length, answers.length) - 1] ?? 200;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status).end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server?.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  vi.resetModules();
  Object.assign(process.env, {
    SMS_DRIVER: driver,
    SMS_GATEWAY_URL: `http://127.0.0.1:${port}/send`,
    ...extra,
  });
  const { sendSms } = await import("./sms-gateway");
  return { seen, sendSms };
}

describe("sending an SMS", () => {
  test("http: posts the configured body and headers, each value quoted as JSON", async () => {
    const { seen, sendSms } = await aGateway([200], "http", {
      SMS_HTTP_HEADERS: '{"authorization":"Bearer t"}',
      SMS_HTTP_BODY: '{"phone":{{to}},"message":{{text}},"from":{{sender}},"id":{{reference}}}',
    });
    expect(await sendSms(sms)).toBe("sent");
    expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
      phone: sms.to,
      message: sms.text,
      from: sms.sender,
      id: sms.reference,
    });
    expect(seen[0]?.headers.authorization).toBe("Bearer t");
  });

  test("retries once under the same reference after a 5xx (O-20)", async () => {
    const { seen, sendSms } = await aGateway([503, 200], "inbox");
    expect(await sendSms(sms)).toBe("sent");
    expect(seen.map(({ body }) => JSON.parse(body).reference)).toEqual([
      sms.reference,
      sms.reference,
    ]);
  });

  test("a refusal is certain, a lost answer is not", async () => {
    const refused = await aGateway([400], "inbox");
    expect(await refused.sendSms(sms)).toBe("refused");
    expect(refused.seen).toHaveLength(1);
    server?.close();
    const lost = await aGateway([0, 0], "inbox");
    expect(await lost.sendSms(sms)).toBe("unknown");
  });

  test("without any gateway the SMS is refused and nothing is thrown", async () => {
    const { sendSms } = await aGateway([200], "inbox");
    server?.close();
    server?.closeAllConnections();
    expect(await sendSms(sms)).toBe("refused");
  });

  test("the inbox driver never points away from this machine", () => {
    const source = {
      ...process.env,
      SMS_DRIVER: "inbox",
      SMS_GATEWAY_URL: "https://gateway.example/send",
    };
    expect(() => parseEnv(source)).toThrow(/SMS_GATEWAY_URL must be a loopback address/);
  });
});
