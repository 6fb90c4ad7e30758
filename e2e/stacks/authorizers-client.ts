/** Asks one authorizer as a gateway does, over connections that the caller may keep. */
import { Agent, request } from "node:http";
import type { Credentials } from "@/lib/api-keys/secret";
import { basic } from "@/lib/testing/basic";

export interface Asked {
  /** 0: no answer. */
  status: number;
  ms: number;
}

/** One kept-alive connection: requests go out one after another. */
export function aConnection(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 1 });
}

export function ask(
  url: string,
  { keyId, secret }: Credentials,
  agent: Agent | false = false,
): Promise<Asked> {
  const authorization = basic({ keyId, secret });
  return get(`${url}/authorize`, { authorization }, agent);
}

export function get(
  url: string,
  headers: Record<string, string> = {},
  agent: Agent | false = false,
): Promise<Asked> {
  const started = performance.now();
  return new Promise((done) => {
    const end = (status: number) => done({ status, ms: performance.now() - started });
    const call = request(url, { headers, agent, timeout: 20_000 }, (answer) => {
      answer.on("end", () => end(answer.statusCode ?? 0));
      answer.on("error", () => end(0));
      answer.resume();
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => end(0));
    call.end();
  });
}
