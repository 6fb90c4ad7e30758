/** Asks an authorizer as a gateway or a merchant's program does. */
import type { Agent } from "node:http";
import { type HttpAnswer, portOf, trySend } from "@/bin/process/http";
import type { Credentials } from "@/lib/api-keys/secret";
import { basic } from "@/lib/testing/basic";

/** `url` is the authorizer's, without a path; a text is the whole Authorization header. The status 0: no answer. */
export function ask(
  url: string,
  key: Credentials | string | null,
  o: { path?: string; agent?: Agent } = {},
): Promise<HttpAnswer> {
  const authorization = typeof key === "string" ? key : key && basic(key);
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  return trySend({ path: "/authorize", ...o, port: portOf(url), headers, timeoutMs: 20_000 });
}

/** The same of the authorizer that all specs share. */
export function askShared(path: string, key: Credentials): Promise<HttpAnswer> {
  return ask(process.env.KEYDESK_E2E_AUTHORIZER ?? "", key, { path });
}
