/**
 * Tokens for links in mails. A token is an HMAC of its row's id under a key that is not in the database. So the mail
 * can be written after the commit, and again after a failure, and neither the outbox nor a backup contains a working
 * link. The row stores only the token's hash (L-14).
 */
import { hmacSha256, sha256 } from "./crypto";
import { deriveKey } from "./derive-key";

export type LinkPurpose = "signup" | "invitation" | "password-reset" | "email-change" | "not-me";

/** Returns 43 URL-safe characters. The id must be random (`newId`) and its row must be single-use. */
export function linkToken(purpose: LinkPurpose, id: string): string {
  return hmacSha256(deriveKey("mail links"), `${purpose} ${id}`).toString("base64url");
}

/** The hash that the row stores and that a link's token is looked up by. */
export function hashLinkToken(token: string): Buffer {
  return sha256(token);
}
