/** Asks the stack's authorizer, as a gateway or a merchant's program does. */
import type { Credentials } from "@/lib/api-keys/secret";

export function basic({ keyId, secret }: Credentials): string {
  return `Basic ${Buffer.from(`${keyId}:${secret}`).toString("base64")}`;
}

export function ask(path: string, key: Credentials): Promise<Response> {
  return fetch(`${process.env.KEYDESK_E2E_AUTHORIZER}${path}`, {
    headers: { authorization: basic(key) },
  });
}
