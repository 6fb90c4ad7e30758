/** A complete authorizer in the test's process, on the test worker's database, with its own database login. */
import { randomBytes } from "node:crypto";
import { type Agent, request } from "node:http";
import { makeLogin } from "@/db/login";
import type { Credentials } from "@/lib/api-keys/secret";
import { type RunningAuthorizer, startAuthorizer } from "@/lib/authorizer/start-authorizer";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { makeLog } from "@/lib/core/make-log";
import { basic } from "@/lib/testing/basic";
import { makePassword } from "./secrets";

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

export async function authorizerUrl(): Promise<string> {
  const login = { name: `authorizer_${randomBytes(6).toString("hex")}`, password: makePassword() };
  return makeLogin(process.env.DATABASE_URL ?? "", "keydesk_authorizer", login);
}

/** The test must stop it at its end. */
export async function anAuthorizer(env: Record<string, string> = {}): Promise<RunningAuthorizer> {
  const settings = {
    AUTHORIZER_DATABASE_URL: env.AUTHORIZER_DATABASE_URL ?? (await authorizerUrl()),
    KEY_PEPPERS: process.env.KEY_PEPPERS,
    AUTHORIZER_PORT: "0",
    AUTHORIZER_DRAIN_SECONDS: "0",
    AUTHORIZER_FLUSH_SECONDS: "0.1",
    ...env,
  };
  return startAuthorizer(parseAuthorizerEnv(settings), makeLog("authorizer", "silent"));
}

/**
 * Asks, and asks again after a 503: on a busy machine a read may take longer than the 400 ms it is given. Any other
 * answer is final.
 */
export async function ask(...given: Parameters<typeof askOnce>): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const answer = await askOnce(...given);
    if (answer.status !== 503 || tries === 9) return answer;
  }
}

/**
 * `headers` is a list of names and values, so that a header can be sent twice. Without an agent each request opens its
 * own connection.
 */
export function askOnce(
  url: string,
  headers: Credentials | string[],
  method = "GET",
  agent: Agent | false = false,
): Promise<Answer> {
  const list = Array.isArray(headers) ? headers : ["authorization", basic(headers)];
  return new Promise((done, fail) => {
    const { host } = new URL(url);
    const call = request(url, { method, headers: ["host", host, ...list], agent }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => (body += chunk));
      answer.on("end", () =>
        done({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
      );
    });
    call.on("error", fail);
    call.end();
  });
}
