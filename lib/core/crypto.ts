/** Cryptographic helpers: random text, keyed hashes, comparison in constant time. */
import { createHash, createHmac, hash, randomInt, timingSafeEqual } from "node:crypto";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Uniform over 0-9A-Za-z, because `randomInt` has no modulo bias. About 5.95 bits of entropy per character. */
export function randomBase62(length: number): string {
  return Array.from({ length }, () => base62[randomInt(62)]).join("");
}

/** An unsigned integer in base62, left-padded with "0". */
export function toBase62(value: number, width: number): string {
  let digits = "";
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62))
    digits = base62[rest % 62] + digits;
  return digits.padStart(width, "0");
}

/** Six digits, leading zeros kept, uniform (SECURITY O-1). */
export function randomCode(): string {
  return randomInt(1_000_000).toString().padStart(6, "0");
}

const blockBytes = 64;
const digestBytes = 32;

interface Pads {
  inner: Buffer;
  outer: Buffer;
}

const padsOf = new WeakMap<Buffer, Pads>();

/**
 * HMAC-SHA-256 (RFC 2104), built from two one-shot hashes: setting up a `createHmac` costs more than the hashing, and
 * the authorizer does this for every API request.
 */
export function hmacSha256(pepper: Buffer, text: string): Buffer {
  if (pepper.length > blockBytes) return createHmac("sha256", pepper).update(text, "utf8").digest();
  const { inner, outer } = padsFor(pepper);
  const message = Buffer.allocUnsafe(blockBytes + Buffer.byteLength(text));
  inner.copy(message);
  message.write(text, blockBytes, "utf8");
  const result = Buffer.allocUnsafe(blockBytes + digestBytes);
  outer.copy(result);
  result.write(hash("sha256", message, "binary"), blockBytes, "latin1");
  return Buffer.from(hash("sha256", result, "binary"), "latin1");
}

function padsFor(pepper: Buffer): Pads {
  let pads = padsOf.get(pepper);
  if (!pads) {
    const key = Buffer.concat([pepper, Buffer.alloc(blockBytes - pepper.length)]);
    pads = {
      inner: key.map((byte) => byte ^ 0x36) as Buffer,
      outer: key.map((byte) => byte ^ 0x5c) as Buffer,
    };
    padsOf.set(pepper, pads);
  }
  return pads;
}

export function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

/** Compares two digests in constant time. Their lengths are not secret. */
export function isSameDigest(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
