/**
 * One sent code. States: sent → confirmed → consumed; or voided by a newer one, expired, used up (5 tries).
 * Bound to user, holder (session or pending login) and target (O-3). Only its keyed hash is kept.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { otpChallenges } from "@/db/schema/sessions";
import type { Actor, Client } from "@/lib/access/actor";
import { hmacSha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import type { Org } from "@/lib/orgs/org";

export const codeLifeMinutes = 5;
export const triesPerCode = 5;
export const wrongCodesInARow = 9;
export const lockMinutes = 30;

/** Whom a code belongs to: a logged-in session, or a login that waits for its OTP. */
export type Holder = { sessionId: string } | { pendingLoginId: string };

export interface CodeOwner {
  org: Org;
  userId: string;
  merchantId?: string | undefined;
  holder: Holder;
  client: Client;
}

/** The codes of a logged-in person belong to this one session. */
export function codeOwner(actor: Actor): CodeOwner {
  return {
    org: actor.org,
    userId: actor.user.id,
    merchantId: actor.merchant.id,
    holder: { sessionId: actor.session.id },
    client: actor.client,
  };
}

export function hashCode(challengeId: string, code: string): Buffer {
  return hmacSha256(env().OTP_PEPPER, `${challengeId}|${code}`);
}

export function isHeldBy(holder: Holder): SQL {
  return "sessionId" in holder
    ? eq(otpChallenges.sessionId, holder.sessionId)
    : eq(otpChallenges.pendingLoginId, holder.pendingLoginId);
}

/** Of this brand, user and holder: nobody else's id is ever found. */
export function isOwn({ org, userId, holder }: CodeOwner) {
  return and(eq(otpChallenges.orgId, org.id), eq(otpChallenges.userId, userId), isHeldBy(holder));
}

/** Sent, and neither voided, confirmed, expired nor certainly lost. */
export const isOpen = sql`${otpChallenges.voidedAt} is null and ${otpChallenges.unsentAt} is null
  and ${otpChallenges.confirmedAt} is null and ${otpChallenges.expiresAt} > now()`;
