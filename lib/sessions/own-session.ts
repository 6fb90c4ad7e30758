/** What a change does to the session that it came from. The caller's transaction holds the user's lock. */
import { and, eq, isNull } from "drizzle-orm";
import type { PgUpdateSetSource } from "drizzle-orm/pg-core";
import type { Db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import { randomBase62, sha256 } from "@/lib/core/crypto";

/** The actor's session, unless it was ended since the request was let in. */
const isOpen = ({ session, org }: Actor) =>
  and(eq(sessions.id, session.id), eq(sessions.orgId, org.id), isNull(sessions.revokedAt));

/** Throws `login_expired` if the session was ended meanwhile, for example by "This wasn't me". */
export async function requireOpenSession(tx: Db, actor: Actor): Promise<void> {
  const [open] = await tx.select({ id: sessions.id }).from(sessions).where(isOpen(actor));
  if (!open) throw accessRefusal("login_expired");
}

/**
 * Gives this session a new sid, and these values. Copies of the old cookie stop working at the commit (S-6, S-8). Throws
 * `login_expired` if the session was ended meanwhile, for example by another change of password.
 */
export async function renewSession(
  tx: Db,
  actor: Actor,
  values: PgUpdateSetSource<typeof sessions> = {},
): Promise<string> {
  const sid = randomBase62(43);
  const renewed = await tx
    .update(sessions)
    .set({ ...values, sidHash: sha256(sid) })
    .where(isOpen(actor))
    .returning({ id: sessions.id });
  if (renewed.length === 0) throw accessRefusal("login_expired");
  return sid;
}
