import type { Credentials } from "@/lib/api-keys/secret";

/** The Authorization header of these credentials. */
export function basic({ keyId, secret }: Credentials): string {
  return `Basic ${Buffer.from(`${keyId}:${secret}`).toString("base64")}`;
}
