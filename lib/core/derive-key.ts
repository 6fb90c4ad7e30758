import { hkdfSync } from "node:crypto";
import { env } from "./env";

const keys = new Map<string, Buffer>();

/**
 * A 32-byte key for one use, derived from NEXTAUTH_SECRET (HKDF, RFC 5869). A token made for one use is therefore
 * invalid in every other (S-14).
 */
export function deriveKey(use: string): Buffer {
  let key = keys.get(use);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", env().NEXTAUTH_SECRET, "", `keydesk ${use}`, 32));
    keys.set(use, key);
  }
  return key;
}
