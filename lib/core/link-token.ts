/**
 * The tokens of links in mails. A token is made of its row's id under a key that the database does not hold, so the
 * mail can be written after the commit and again after a failure, and neither outbox nor backup opens anything. The
 * row keeps the token's hash (L-14).
 */
import { hmacSha256, sha256 } from "./crypto";
import { deriveKey } from "./derive-key";

export type LinkPurpose = "signup" | "invitation" | "password-reset" | "email-change";

/** 43 characters that need no escaping in an address. The id must be random (`newId`) and its row single-use. */
export function linkToken(purpose: LinkPurpose, id: string): string {
  return hmacSha256(deriveKey("mail links"), `${purpose} ${id}`).toString("base64url");
}

/** What the row keeps, and what a token from a link is looked up by. */
export function hashLinkToken(token: string): Buffer {
  return sha256(token);
}
