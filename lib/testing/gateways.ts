/** SMS gateways for one test: they answer as told and keep the requests. */
import { createServer, type Server } from "node:http";
import { close, listen } from "@/bin/process/ports";

interface SeenRequest {
  /** "POST /path" */
  line: string;
  headers: Record<string, unknown>;
  body: string;
}

export type GatewayAnswer =
  | { status: number; body?: string; headers?: Record<string, string> }
  | "hang up"
  | "hang";

/**
 * Makes a gateway that is not listening yet. `answer` is called when a request has been read, with the number of
 * requests so far and the request. "hang up" closes the connection; "hang" never answers.
 */
export function makeGateway(answer: (count: number, request: SeenRequest) => GatewayAnswer) {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const read = { line: `${request.method} ${request.url}`, headers: request.headers, body };
    seen.push(read);
    const answered = answer(seen.length, read);
    if (answered === "hang up") request.socket.destroy();
    else if (answered !== "hang")
      response.writeHead(answered.status, answered.headers).end(answered.body ?? "");
  });
  return { seen, server };
}

const servers: Server[] = [];

/** Starts a gateway that gives these answers in turn and repeats the last one. */
export async function aGateway(...answers: GatewayAnswer[]) {
  const { seen, server } = makeGateway(
    (count) => answers[Math.min(count, answers.length) - 1] ?? { status: 200 },
  );
  servers.push(server);
  return { seen, url: `http://127.0.0.1:${await listen(server)}` };
}

export function closeGateways(): void {
  for (const server of servers.splice(0)) void close(server);
}

export const twilioSid = `AC${"0123456789abcdef".repeat(2)}`;

/** The settings for a gateway that is used as Twilio. */
export function asTwilio(url: string, prefix = "SMS_"): Record<string, string> {
  return {
    [`${prefix}DRIVER`]: "twilio",
    [`${prefix}GATEWAY_URL`]: url,
    [`${prefix}TWILIO_ACCOUNT_SID`]: twilioSid,
    [`${prefix}TWILIO_AUTH_TOKEN`]: "a-token-of-sixteen",
  };
}
