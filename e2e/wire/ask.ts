/** Asks the stack's authorizer, as a gateway or a merchant's program does. */
import type { Credentials } from "@/lib/api-keys/secret";
import { basic } from "@/lib/testing/basic";

export function ask(path: string, key: Credentials): Promise<Response> {
  return fetch(`${process.env.KEYDESK_E2E_AUTHORIZER}${path}`, {
    headers: { authorization: basic(key) },
  });
}
