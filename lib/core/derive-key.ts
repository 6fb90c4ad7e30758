import { hkdfSync } from "node:crypto";
import { env } from "./env";

const keys = new Map<string, Buffer>();

/** A key of 32 bytes for one use, from NEXTAUTH_SECRET (HKDF, RFC 5869): what it makes fits no other slot (S-14). */
export function deriveKey(use: string): Buffer {
  let key = keys.get(use);
  if (!key) {
    key = Buffer.from(hkdfSync("sha256", env().NEXTAUTH_SECRET, "", `keydesk ${use}`, 32));
    keys.set(use, key);
  }
  return key;
}
