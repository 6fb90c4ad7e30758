/**
 * One sent code. States: sent → confirmed → consumed; or voided by a newer one, expired, used up (5 tries).
 * Bound to user, holder (session or pending login), purpose, mode and key (O-3). Only its keyed hash is kept.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { otpChallenges, type Purpose } from "@/db/schema/sessions";
import type { Actor, Client } from "@/lib/access/actor";
import { hmacSha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import type { Mode } from "@/lib/core/mode";
import type { Org } from "@/lib/orgs/org";

export const codeLifeMinutes = 5;
export const triesPerCode = 5;
export const wrongCodesInARow = 9;
export const lockMinutes = 30;

/** Whom a code belongs to: a logged-in session, or a login that waits for its OTP. */
export type Holder = { sessionId: string } | { pendingLoginId: string };

/** What a code is for; a code for one thing is refused for every other. */
export interface CodePurpose {
  purpose: Purpose;
  mode: Mode | null;
  keyId: string | null;
  /** Another member whom a security change is about. */
  subject?: string | null;
}

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

export function isFor({ purpose, mode, keyId, subject = null }: CodePurpose): SQL {
  return sql`${otpChallenges.purpose} = ${purpose} and ${otpChallenges.mode} is not distinct from ${mode}
    and ${otpChallenges.keyId} is not distinct from ${keyId}
    and ${otpChallenges.subject} is not distinct from ${subject}`;
}

/** Brand, user, holder, purpose, mode and key: everything a challenge is bound to (O-3). */
export function isOwn(owner: CodeOwner, target: CodePurpose) {
  return and(
    eq(otpChallenges.orgId, owner.org.id),
    eq(otpChallenges.userId, owner.userId),
    isHeldBy(owner.holder),
    isFor(target),
  );
}

/** Sent, and neither voided, confirmed, expired nor certainly lost. */
export const isOpen = sql`${otpChallenges.voidedAt} is null and ${otpChallenges.unsentAt} is null
  and ${otpChallenges.confirmedAt} is null and ${otpChallenges.expiresAt} > now()`;
