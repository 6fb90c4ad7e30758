import { hkdfSync } from "node:crypto";
import { env } from "./env";
import type { Ring } from "./ring";

/** What was derived from a ring, by use. */
const derived = new WeakMap<Ring, Map<string, ReadonlyMap<string, Buffer>>>();

/**
 * A 32-byte key for one use from each secret of NEXTAUTH_SECRET (HKDF, RFC 5869), by the secret's id, the current one
 * first. A token made for one use is therefore invalid in every other (S-14).
 */
function keysFor(use: string): ReadonlyMap<string, Buffer> {
  const secrets = env().NEXTAUTH_SECRET;
  const uses = derived.get(secrets) ?? new Map<string, ReadonlyMap<string, Buffer>>();
  derived.set(secrets, uses);
  let keys = uses.get(use);
  if (!keys) {
    keys = new Map([...secrets.ring].map(([id, secret]) => [id, derive(secret, use)]));
    uses.set(use, keys);
  }
  return keys;
}

function derive(secret: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `keydesk ${use}`, 32));
}

/** The key that signs what is new. */
export function deriveKey(use: string): Buffer {
  return deriveKeys(use)[0] as Buffer;
}

/** All keys that may have signed, the current one first: whoever verifies tries them in turn. */
export function deriveKeys(use: string): Buffer[] {
  return [...keysFor(use).values()];
}

/** The key of one secret; undefined if the ring has no secret of this id. */
export function deriveKeyOf(use: string, id: string): Buffer | undefined {
  return keysFor(use).get(id);
}
