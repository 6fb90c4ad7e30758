/**
 * A challenge is one requested code. States: sent → confirmed → consumed; or voided by a newer one, expired, or used up
 * (5 tries). It is bound to a user, a holder (session or pending login) and a target (O-3). Only the code's keyed hash
 * is stored.
 */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { otpChallenges } from "@/db/schema/sessions";
import type { Actor, Client } from "@/lib/access/actor";
import { hmacSha256, isSameDigest } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { currentSecret, secretsOf } from "@/lib/core/ring";
import type { Org } from "@/lib/orgs/org";

export const codeLifeMinutes = 5;
export const triesPerCode = 5;

/** What a code belongs to: a session, or a login that waits for its code. */
export type Holder = { sessionId: string } | { pendingLoginId: string };

export interface CodeOwner {
  org: Org;
  userId: string;
  merchantId?: string | undefined;
  holder: Holder;
  client: Client;
}

/** The owner of codes that are requested in the actor's session. They work in this session only. */
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
  return hashWith(currentSecret(env().OTP_PEPPER), challengeId, code);
}

/** Whether a stored hash is that of this code under any pepper: it may have been sent before the pepper was changed. */
export function isHashOfCode(stored: Buffer, challengeId: string, code: string): boolean {
  return secretsOf(env().OTP_PEPPER)
    .map((pepper) => isSameDigest(hashWith(pepper, challengeId, code), stored))
    .includes(true);
}

function hashWith(pepper: Buffer, challengeId: string, code: string): Buffer {
  return hmacSha256(pepper, `${challengeId}|${code}`);
}

export function isHeldBy(holder: Holder): SQL {
  return "sessionId" in holder
    ? eq(otpChallenges.sessionId, holder.sessionId)
    : eq(otpChallenges.pendingLoginId, holder.pendingLoginId);
}

/** Matches challenges of this brand, user and holder only. */
export function isOwn({ org, userId, holder }: CodeOwner) {
  return and(eq(otpChallenges.orgId, org.id), eq(otpChallenges.userId, userId), isHeldBy(holder));
}

/** Matches challenges whose code can still be entered: not voided, confirmed or expired, and not certainly unsent. */
export const isOpen = sql`${otpChallenges.voidedAt} is null and ${otpChallenges.unsentAt} is null
  and ${otpChallenges.confirmedAt} is null and ${otpChallenges.expiresAt} > now()`;
