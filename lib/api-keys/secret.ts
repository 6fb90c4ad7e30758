/**
 * A key's id and secret. Id: `rzp_test_` + 14 random base62. Secret: `rzps_test_` + 32 random base62 (190 bits) + a
 * checksum of 6, so that secret scanners recognise it and a typo is refused without a look-up (DESIGN §4, K-1, K-2).
 * Only this file handles both a secret and its hash; the secret is stored nowhere (K-3).
 */
import { crc32 } from "node:zlib";
import { hmacSha256, isSameDigest, randomBase62, toBase62 } from "@/lib/core/crypto";
import type { Mode } from "@/lib/core/mode";
import { currentSecret, type Ring } from "@/lib/core/ring";
import type { Org } from "@/lib/orgs/org";

export interface Credentials {
  keyId: string;
  secret: string;
}

export interface SecretHash {
  secretHash: Buffer;
  pepperId: string;
}

/** In characters, checksum included; the same for all brands. */
export const keyIdLength = 23;
export const secretLength = 48;
const checksumLength = 6;
const keyIdForm = /^[a-z]{3}_(?:test|live)_[0-9A-Za-z]{14}$/;
const secretForm = /^[a-z]{3}s_(?:test|live)_[0-9A-Za-z]{38}$/;

export function mintCredentials(org: Org, mode: Mode): Credentials {
  const body = `${org.keyPrefix}s_${mode}_${randomBase62(32)}`;
  return {
    keyId: `${org.keyPrefix}_${mode}_${randomBase62(14)}`,
    secret: body + checksum(body),
  };
}

/** CRC-32 (IEEE) of everything before the checksum, prefix included: unsigned, in base62, left-padded with "0". */
export function checksum(body: string): string {
  return toBase62(crc32(body), checksumLength);
}

/** Whether both have the right form and the checksum is right. Needs no look-up. */
export function isWellFormed({ keyId, secret }: Credentials): boolean {
  if (!keyIdForm.test(keyId) || !secretForm.test(secret)) return false;
  return secret.slice(-checksumLength) === checksum(secret.slice(0, -checksumLength));
}

/** Whether a text has the form of a key id. Such a key need not exist. */
export function isKeyId(text: string): boolean {
  return keyIdForm.test(text);
}

/** Hashes with the current pepper; its id goes with the hash (K-15). */
export function hashSecret(peppers: Ring, secret: string): SecretHash {
  return { secretHash: hmacSha256(currentSecret(peppers), secret), pepperId: peppers.current };
}

const nothing: SecretHash = { secretHash: Buffer.alloc(32), pepperId: "" };
const noPepper = Buffer.alloc(32);

/**
 * Compares in constant time, and does the same work when there is nothing to compare with. False for an unknown
 * pepper.
 */
export function isSecretOf(
  { ring }: Pick<Ring, "ring">,
  secret: string,
  stored: SecretHash | null,
): boolean {
  const { secretHash, pepperId } = stored ?? nothing;
  const pepper = ring.get(pepperId);
  const isSame = isSameDigest(hmacSha256(pepper ?? noPepper, secret), secretHash);
  return isSame && pepper !== undefined && stored !== null;
}
