import { and, eq, isNotNull, ne, sql } from "drizzle-orm";
import { type Db, db } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { passAuthenticator } from "@/lib/otp/authenticator";
import { codeOwner } from "@/lib/otp/challenge";
import { codeRefusal } from "@/lib/otp/refusals";
import { tryCode } from "@/lib/otp/try-code";
import { notify } from "@/lib/outbox/enqueue";
import { coverSession } from "@/lib/sessions/cover";
import { isSelf, ownChange, ownFacts } from "./own-factors";
import { isWaiting } from "./set-up-authenticator";

/**
 * A right code proves that the app has the secret. The app then becomes the user's authenticator, replaces an older
 * one, and the code is used up (O-10). If it is the user's first factor, it covers the session, whose new sid is
 * returned (D10). Throws `wrong_code`, `code_locked`, and `code_expired` if no app is being set up.
 */
export async function confirmAuthenticator(
  actor: Actor,
  { code }: { code: string },
): Promise<{ sid: string | null }> {
  // Checked first, so that a code is not counted when there is no app to compare it with.
  if (!(await findWaiting(db(), actor))) throw codeRefusal("code_expired");
  return tryCode(codeOwner(actor), "authenticator", async (tx) => {
    const id = await findWaiting(tx, actor);
    if (!id) throw codeRefusal("code_expired");
    const passed = await passAuthenticator(tx, { orgId: actor.org.id, authenticatorId: id, code });
    return passed ? adopt(tx, actor, id) : null;
  });
}

async function findWaiting(on: Db, actor: Actor): Promise<string | null> {
  const isUser = and(eq(users.orgId, authenticators.orgId), eq(users.id, authenticators.userId));
  const [waiting] = await on
    .select({ id: authenticators.id })
    .from(authenticators)
    .innerJoin(users, isUser)
    .where(
      and(
        isWaiting(actor),
        sql`${authenticators.createdAt} > now() - interval '15 minutes'`,
        // A set-up that began before a mobile was verified is refused: it must begin again, with a code to that mobile.
        sql`coalesce(${users.mobileVerifiedAt} <= ${authenticators.createdAt}, true)`,
      ),
    );
  return waiting?.id ?? null;
}

/** The order of these statements matters: after each one the user still has a factor, and never two confirmed apps. */
async function adopt(tx: Db, actor: Actor, id: string): Promise<{ sid: string | null }> {
  const [before] = await tx
    .select({ mobile: users.mobile, authenticatorId: users.authenticatorId })
    .from(users)
    .where(isSelf(actor));
  await tx.update(users).set({ authenticatorId: id }).where(isSelf(actor));
  await tx
    .delete(authenticators)
    .where(
      and(
        eq(authenticators.orgId, actor.org.id),
        eq(authenticators.userId, actor.user.id),
        isNotNull(authenticators.confirmedAt),
        ne(authenticators.id, id),
      ),
    );
  await tx
    .update(authenticators)
    .set({ confirmedAt: sql`now()` })
    .where(and(eq(authenticators.orgId, actor.org.id), eq(authenticators.id, id)));
  const isFirst = !before?.mobile && !before?.authenticatorId;
  const sid = isFirst ? await coverSession(tx, actor, { authenticatorId: id }) : null;
  await recordAudit(tx, "authenticator.added", auditOf(actor));
  await notify(tx, "authenticator-added", ownChange(actor), ownFacts(actor));
  return { sid };
}
