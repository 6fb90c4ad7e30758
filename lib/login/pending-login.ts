/** A login whose password was right and whose code is still missing. It opens the OTP step and nothing else (L-13). */
import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, db } from "@/db/client";
import { users } from "@/db/schema/people";
import { pendingLogins } from "@/db/schema/sessions";
import { accessRefusal } from "@/lib/access/refusals";
import { randomBase62, sha256 } from "@/lib/core/crypto";
import { newId } from "@/lib/core/ids";
import type { Org } from "@/lib/orgs/org";

const pendingMinutes = 10;

export interface PendingLogin {
  id: string;
  userId: string;
  name: string;
  email: string;
  mobile: string | null;
  authenticatorId: string | null;
  /** After nine wrong codes in a row no code is accepted for a while (D11). */
  isLocked: boolean;
}

/** Throws `login_expired` if the token is unknown, used or too old. */
export async function getPendingLogin(org: Org, token: string): Promise<PendingLogin> {
  const [pending] = await db()
    .select({
      id: pendingLogins.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      mobile: users.mobile,
      authenticatorId: users.authenticatorId,
      isLocked: sql<boolean>`coalesce(${users.codesLockedUntil} > now(), false)`,
    })
    .from(pendingLogins)
    .innerJoin(users, and(eq(users.orgId, pendingLogins.orgId), eq(users.id, pendingLogins.userId)))
    .where(
      and(
        eq(pendingLogins.tokenHash, sha256(token)),
        eq(pendingLogins.orgId, org.id),
        isNull(pendingLogins.usedAt),
        isNull(users.disabledAt),
        sql`${pendingLogins.expiresAt} > now()`,
      ),
    );
  if (!pending) throw accessRefusal("login_expired");
  return pending;
}

/** Returns the token that the OTP step is opened with. */
export async function openPendingLogin(
  org: Org,
  user: { id: string },
  on: Db = db(),
): Promise<string> {
  const token = randomBase62(43);
  await on.insert(pendingLogins).values({
    id: newId("pnd"),
    orgId: org.id,
    userId: user.id,
    tokenHash: sha256(token),
    expiresAt: sql`now() + make_interval(mins => ${pendingMinutes})`,
  });
  return token;
}

/** A pending login becomes a session once, and only of somebody who may still log in this way. */
export async function spendPendingLogin(tx: Db, org: Org, { id }: PendingLogin): Promise<boolean> {
  const used = await tx
    .update(pendingLogins)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(pendingLogins.id, id),
        eq(pendingLogins.orgId, org.id),
        isNull(pendingLogins.usedAt),
        sql`exists (select from users u where u.org_id = ${org.id} and u.id = ${pendingLogins.userId} and u.disabled_at is null)`,
      ),
    )
    .returning({ id: pendingLogins.id });
  return used.length === 1;
}
