import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import { renewSession } from "./own-session";

/** What covered the session: the mobile that the code was sent to, the authenticator app, or a recovery code. */
export type Cover = { mobile: string } | { authenticatorId: string } | { recoveryCodeId: string };

/** The values that record a cover in a session's row, as of now. They replace an earlier cover. */
export function coverColumns(cover: Cover) {
  return {
    otpAt: sql`now()`,
    otpMobile: "mobile" in cover ? cover.mobile : null,
    otpAuthenticatorId: "authenticatorId" in cover ? cover.authenticatorId : null,
    otpRecoveryCodeId: "recoveryCodeId" in cover ? cover.recoveryCodeId : null,
  };
}

/**
 * A session whose rights grow gets a new sid; the old cookie dies in the same commit (S-6). Throws `login_expired` when
 * the session was ended meanwhile.
 */
export function coverSession(tx: Db, actor: Actor, cover: Cover): Promise<string> {
  return renewSession(tx, actor, coverColumns(cover));
}

/**
 * Whether this session is covered, and the factors that a code would have to prove. The cover ends when the mobile or
 * the app was changed, or when the OTP is older than the brand allows (O-14). Throws `login_expired` for an ended
 * session.
 */
export async function readCover(tx: Db, actor: Actor) {
  const maxAge = actor.org.policy.stepUpMaxAgeMinutes;
  const isFresh =
    maxAge === null ? sql`true` : sql`${sessions.otpAt} > now() - make_interval(mins => ${maxAge})`;
  const [row] = await tx
    .select({
      mobile: users.mobile,
      authenticatorId: users.authenticatorId,
      isCovered: sql<boolean>`coalesce(${isFresh}, false) and (
        coalesce(${sessions.otpMobile} = ${users.mobile}, false)
        or coalesce(${sessions.otpAuthenticatorId} = ${users.authenticatorId}, false)
        or (${sessions.otpAt} is not null and ${sessions.otpRecoveryCodeId} is not null))`,
    })
    .from(sessions)
    .innerJoin(users, and(eq(users.orgId, sessions.orgId), eq(users.id, sessions.userId)))
    .where(
      and(
        eq(sessions.id, actor.session.id),
        eq(sessions.orgId, actor.org.id),
        isNull(sessions.revokedAt),
      ),
    );
  if (!row) throw accessRefusal("login_expired");
  return row;
}
