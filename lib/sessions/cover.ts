import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { randomBase62, sha256 } from "@/lib/core/crypto";

/** What an OTP was proved with: the number it went to, the app it was read off, or a recovery code. */
export type Cover = { mobile: string } | { authenticatorId: string } | { recoveryCodeId: string };

/** The columns of a session that record it, with the present time; what was proved before is forgotten. */
export function coverColumns(cover: Cover) {
  return {
    otpAt: sql`now()`,
    otpMobile: "mobile" in cover ? cover.mobile : null,
    otpAuthenticatorId: "authenticatorId" in cover ? cover.authenticatorId : null,
    otpRecoveryCodeId: "recoveryCodeId" in cover ? cover.recoveryCodeId : null,
  };
}

/** A session whose rights grow gets a new sid; the old cookie dies in the same commit (S-6). */
export async function coverSession(tx: Db, actor: Actor, cover: Cover): Promise<string> {
  const sid = randomBase62(43);
  await tx
    .update(sessions)
    .set({ sidHash: sha256(sid), ...coverColumns(cover) })
    .where(and(eq(sessions.id, actor.session.id), eq(sessions.orgId, actor.org.id)));
  return sid;
}
