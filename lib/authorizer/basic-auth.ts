import type { Credentials } from "@/lib/api-keys/secret";

const maxHeaderLength = 1024;
const form = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/**
 * Reads the credentials of a Basic header (RFC 7617), or returns null. Strict: only canonical base64, because decoders
 * are lenient in different ways; split at the first colon; neither part empty; at most 1 KB.
 */
export function parseBasic(header: string): Credentials | null {
  if (header.length > maxHeaderLength) return null;
  const token = form.exec(header)?.[1];
  if (token === undefined) return null;
  const bytes = Buffer.from(token, "base64");
  if (bytes.toString("base64") !== token) return null;
  const colon = bytes.indexOf(":");
  if (colon < 1 || colon === bytes.length - 1) return null;
  // Decoded as two separate strings: a slice of one string would keep the secret in memory for as long as the id is
  // cached.
  return { keyId: bytes.toString("utf8", 0, colon), secret: bytes.toString("utf8", colon + 1) };
}
