/** SMS gateways of a test's own: they answer as told, and remember what they were sent. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface SeenRequest {
  /** "POST /path" */
  line: string;
  headers: Record<string, unknown>;
  body: string;
}

export type GatewayAnswer = { status: number; body?: string } | "hang up";

const servers: Server[] = [];

/** Answers in turn, the last one for ever; "hang up" after it has read everything. */
export async function aGateway(...answers: GatewayAnswer[]) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ line: `${request.method} ${request.url}`, headers: request.headers, body });
    const answer = answers[Math.min(seen.length, answers.length) - 1] ?? { status: 200 };
    if (answer === "hang up") request.socket.destroy();
    else response.writeHead(answer.status).end(answer.body ?? "");
  }).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export function closeGateways(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

export const twilioSid = `AC${"0123456789abcdef".repeat(2)}`;

/** The settings that make a gateway speak Twilio's language. */
export function asTwilio(url: string, prefix = "SMS_"): Record<string, string> {
  return {
    [`${prefix}DRIVER`]: "twilio",
    [`${prefix}GATEWAY_URL`]: url,
    [`${prefix}TWILIO_ACCOUNT_SID`]: twilioSid,
    [`${prefix}TWILIO_AUTH_TOKEN`]: "a-token-of-sixteen",
  };
}
