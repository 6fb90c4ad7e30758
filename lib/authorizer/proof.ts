import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { keyIdLength, secretLength } from "@/lib/api-keys/secret";

const opening = "Basic ";
/** Key Id and colon are 24 bytes, so in base64 they are 32 characters of their own, whatever the secret is. */
const idCharacters = ((keyIdLength + 1) / 3) * 4;
const idEnd = opening.length + idCharacters;
const headerLength = idEnd + (secretLength / 3) * 4;
const digestLength = 32;

/** Written over by each use. Nothing here waits, so no two uses meet. */
const scratch = Buffer.alloc(keyIdLength + 1);
const ours = Buffer.alloc(digestLength);
const theirs = Buffer.alloc(digestLength);

/**
 * The Key Id in an Authorization header that has the length and opening of ours, without decoding the rest; else null.
 * It says nothing about the rest: whoever lets a request pass for it must have seen the whole header proven.
 */
export function keyIdOf(header: string): string | null {
  if (header.length !== headerLength || !header.startsWith(opening)) return null;
  scratch.write(header.slice(opening.length, idEnd), 0, "base64");
  return scratch.toString("latin1", 0, keyIdLength);
}

/**
 * Digests of whole headers, by which a header that was verified once is known again (decision 0053): SHA-256 under a
 * random key that this process made and never tells, so a digest can be neither made nor tried elsewhere.
 */
export class Proofs {
  private readonly key = randomBytes(32).toString("latin1");

  digest(header: string): string {
    return hash("sha256", this.key + header, "binary");
  }

  /** Compares in constant time, and does the same work where nothing is remembered. */
  isSame(remembered: string, digest: string): boolean {
    ours.write(remembered === "" ? nothing : remembered, 0, "latin1");
    theirs.write(digest, 0, "latin1");
    return timingSafeEqual(ours, theirs) && remembered !== "";
  }
}

const nothing = "\0".repeat(digestLength);
