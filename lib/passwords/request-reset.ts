import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { passwordResets } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashLinkToken, linkToken, newLinkId } from "@/lib/core/link-token";
import { findKnownDevice } from "@/lib/devices/known-devices";
import { spendTry } from "@/lib/devices/spend-try";
import type { Org } from "@/lib/orgs/org";
import { sendLetter } from "@/lib/outbox/enqueue";
import { spendLetter } from "@/lib/outbox/spend-letter";

const linkMinutes = 15;

/**
 * Sends the user with this address, if there is one, a link to set a new password. Earlier links become void (L-14).
 * Runs the same statements and returns nothing whether or not the address is known. Throws `rate_limited`.
 */
export async function requestReset(
  org: Org,
  { email }: { email: string },
  client: Client,
): Promise<void> {
  const device = await findKnownDevice(org.id, { email }, client);
  await spendTry(org, client, "reset", device);
  const budget = device ? (`reset letters ${device.id}` as const) : "reset letters";
  await transaction(async (tx) => {
    const mayWrite = await spendLetter(tx, org.id, email, budget);
    const user = await lockOwner(tx, org, email);
    const resetId = await openReset(tx, org, mayWrite && user ? user.id : "");
    if (user && resetId) {
      const to = { orgId: org.id, userId: user.id, to: email };
      await sendLetter(tx, "password-reset", to, { resetId, name: user.name });
    } else await sendNothing(tx);
    const entry = { orgId: org.id, client, userId: user?.id };
    await recordAudit(tx, "password.reset_requested", entry);
  });
}

/** Locks the user, because with parallel requests both links would stay open. */
async function lockOwner(tx: Db, org: Org, email: string) {
  const [user] = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(and(eq(users.orgId, org.id), eq(users.email, email), isNull(users.disabledAt)))
    .for("no key update");
  return user ?? null;
}

/** Costs as much as queuing a letter, including the trigger's wake-up of the worker, but inserts no row (L-7). */
async function sendNothing(tx: Db): Promise<void> {
  await tx.execute(sql`insert into outbox (id, org_id, channel, recipient, kind, facts)
    select '', '', 'email', '', '', '{}'::jsonb where false`);
}

/**
 * Voids the user's earlier links and opens a new one. For an unknown user (`userId` is "") both statements run and
 * match nothing.
 */
export async function openReset(tx: Db, org: Org, userId: string): Promise<string | null> {
  await tx
    .update(passwordResets)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(passwordResets.orgId, org.id),
        eq(passwordResets.userId, userId),
        isNull(passwordResets.usedAt),
      ),
    );
  const id = newLinkId("password-reset");
  const { rowCount } = await tx.execute(sql`
    insert into password_resets (id, org_id, user_id, token_hash, expires_at)
    select ${id}, org_id, id, ${hashLinkToken(linkToken("password-reset", id))}, now() + make_interval(mins => ${linkMinutes})
    from users where org_id = ${org.id} and id = ${userId}`);
  return rowCount === 1 ? id : null;
}
