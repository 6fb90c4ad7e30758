import type { Credentials } from "@/lib/api-keys/secret";

/** The value of the Authorization header for these credentials. */
export function basic({ keyId, secret }: Credentials): string {
  return `Basic ${Buffer.from(`${keyId}:${secret}`).toString("base64")}`;
}
