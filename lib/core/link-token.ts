/**
 * Tokens for links in mails. A token is an HMAC of its row's id under a key that is not in the database. So the mail
 * can be written after the commit, and again after a failure, and neither the outbox nor a backup contains a working
 * link. The row stores only the token's hash (L-14).
 *
 * The id says which secret of NEXTAUTH_SECRET makes its token: a worker that writes the mail after the secret was
 * changed must make the same token as the dashboard that stored its hash before (D28).
 */
import { hmacSha256, sha256 } from "./crypto";
import { deriveKeyOf } from "./derive-key";
import { env } from "./env";
import { newId } from "./ids";
import { unnamedId } from "./ring";

export type LinkPurpose = "signup" | "invitation" | "password-reset" | "email-change" | "not-me";

const prefixes = {
  signup: "sgn",
  invitation: "inv",
  "password-reset": "rst",
  "email-change": "eml",
  "not-me": "nml",
} as const satisfies Record<LinkPurpose, string>;

/** A new id for the row of a link: as any id, and with "_" and the id of the current secret unless that is 0. */
export function newLinkId(purpose: LinkPurpose): string {
  const { current } = env().NEXTAUTH_SECRET;
  const id = newId(prefixes[purpose]);
  return current === unnamedId ? id : `${id}_${current}`;
}

/**
 * Returns 43 URL-safe characters. The id must be from `newLinkId` and its row must be single-use. Throws if
 * NEXTAUTH_SECRET no longer has the id's secret: no token that works can be made.
 */
export function linkToken(purpose: LinkPurpose, id: string): string {
  const [, , secretId = unnamedId] = id.split("_");
  const key = deriveKeyOf("mail links", secretId);
  if (!key) throw new Error(`NEXTAUTH_SECRET has no secret with the id ${secretId}`);
  return hmacSha256(key, `${purpose} ${id}`).toString("base64url");
}

/** The hash that the row stores and that a link's token is looked up by. */
export function hashLinkToken(token: string): Buffer {
  return sha256(token);
}
