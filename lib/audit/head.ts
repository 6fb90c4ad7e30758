/**
 * A chain's head: its newest entry's number and hash, signed with a key that is not in the database (G-5). Kept off the
 * host, it proves later what the chain was, since every hash covers all entries before it.
 */
import {
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { currentSecret, type Ring } from "@/lib/core/ring";

export interface Head {
  /** A merchant's id, a user's, or a brand's. */
  chain: string;
  seq: number;
  /** Hexadecimal. */
  hash: string;
  /** When it was the head, on the database's clock. */
  at: string;
}

export interface SignedHead extends Head {
  /** The id of the key. */
  key: string;
  signature: string;
}

export type PublicKeys = Map<string, KeyObject>;

/** What precedes a seed and a public key of Ed25519 in DER (RFC 8410). */
const privatePrefix = Buffer.from("302e020100300506032b657004220420", "hex");
const publicPrefix = Buffer.from("302a300506032b6570032100", "hex");

function privateKey(secret: Buffer): KeyObject {
  const seed = hkdfSync("sha256", secret, "", "keydesk audit head", 32);
  const key = Buffer.concat([privatePrefix, Buffer.from(seed)]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

/** Signs with the ring's first key. */
export function signHead(head: Head, keys: Ring): SignedHead {
  const key = privateKey(currentSecret(keys));
  const signature = sign(null, signedText(head), key).toString("base64url");
  return { ...head, key: keys.current, signature };
}

/** The keys that verify what any key of the ring has signed. */
export function publicKeysOf({ ring }: Pick<Ring, "ring">): PublicKeys {
  return new Map([...ring].map(([id, secret]) => [id, createPublicKey(privateKey(secret))]));
}

/** As base64 of its 32 bytes. */
export function writePublicKey(key: KeyObject): string {
  const der = key.export({ format: "der", type: "spki" });
  return der.subarray(publicPrefix.length).toString("base64");
}

/** Null: it is none. */
export function readPublicKey(text: string): KeyObject | null {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 32) return null;
  const key = Buffer.concat([publicPrefix, bytes]);
  return createPublicKey({ key, format: "der", type: "spki" });
}

export function isSigned(head: SignedHead, keys: PublicKeys): boolean {
  const key = keys.get(head.key);
  return !!key && verify(null, signedText(head), key, Buffer.from(head.signature, "base64url"));
}

function signedText({ chain, seq, hash, at }: Head): Buffer {
  return Buffer.from(JSON.stringify(["keydesk audit head", 1, chain, seq, hash, at]), "utf8");
}

/** One line of the sink, with its line break. */
export function writeHead(head: SignedHead): string {
  return `${JSON.stringify(head)}\n`;
}

/** A line of the sink that holds an entry itself, with its line break. Its chain's next head proves it. */
export function writeEntry(entry: Record<string, unknown>): string {
  return `${JSON.stringify({ entry })}\n`;
}

export function isEntry(line: string): boolean {
  return line.startsWith('{"entry":');
}

/** Null: the line is no head, such as one that a crash cut off. */
export function readHead(line: string): SignedHead | null {
  try {
    const { chain, seq, hash, at, key = "", signature = "" } = JSON.parse(line);
    const texts = [chain, hash, at, key, signature];
    const isHead = texts.every((text) => typeof text === "string") && Number.isSafeInteger(seq);
    return isHead ? { chain, seq, hash, at, key, signature } : null;
  } catch {
    return null;
  }
}
