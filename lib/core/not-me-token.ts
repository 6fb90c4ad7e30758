/**
 * The token in the link "This wasn't me". It names the user whose sessions it ends and the key it freezes, and is
 * signed under a key that is not in the database. It is valid for seven days from the event; nothing about it is
 * stored.
 */

import { hmacSha256, isSameDigest } from "./crypto";
import { deriveKey } from "./derive-key";

export interface NotMe<O extends string = string> {
  orgId: O;
  /** The user who made the change, or in whose name somebody else made it. */
  userId: string;
  merchantId?: string | undefined;
  /** The key that was made or changed. */
  keyId?: string | undefined;
  expiresAt: Date;
}

const lifeMs = 7 * 24 * 60 * 60 * 1000;
const maxLength = 600;

export function notMeExpiry(happenedAt: Date): Date {
  return new Date(happenedAt.getTime() + lifeMs);
}

export function notMeToken({ orgId, userId, merchantId, keyId, expiresAt }: NotMe): string {
  const facts = [orgId, userId, merchantId ?? "", keyId ?? "", expiresAt.getTime()];
  const body = Buffer.from(JSON.stringify(facts)).toString("base64url");
  return `${body}.${sign(body).toString("base64url")}`;
}

/**
 * The token's content, or null unless we signed it for this brand. Does not check `expiresAt`: the caller compares it
 * with the database's clock.
 */
export function readNotMeToken<O extends string>(orgId: O, token: string): NotMe<O> | null {
  const [body = "", signature = "", ...rest] = token.length > maxLength ? [] : token.split(".");
  if (rest.length > 0 || !isSameDigest(sign(body), Buffer.from(signature, "base64url")))
    return null;
  const [org, userId, merchantId, keyId, expiresAt] = JSON.parse(
    Buffer.from(body, "base64url").toString("utf8"),
  ) as [O, string, string, string, number];
  if (org !== orgId) return null;
  return {
    orgId,
    userId,
    merchantId: merchantId || undefined,
    keyId: keyId || undefined,
    expiresAt: new Date(expiresAt),
  };
}

function sign(body: string): Buffer {
  return hmacSha256(deriveKey("not me"), body);
}
