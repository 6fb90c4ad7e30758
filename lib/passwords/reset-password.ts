import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { passwordResets } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { spendAddress } from "@/lib/access/spend-address";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashLinkToken } from "@/lib/core/link-token";
import { linkRefusal } from "@/lib/core/refusals";
import { knowOnlyThisBrowser } from "@/lib/devices/known-devices";
import type { Org } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { endSessions, voidLinks } from "@/lib/sessions/end-sessions";
import { withHashingPlace } from "./bcrypt-pool";
import { listNames } from "./list-names";
import { requireNewPassword } from "./new-password";
import { hashPassword } from "./password";

const isOpen = and(isNull(passwordResets.usedAt), gt(passwordResets.expiresAt, sql`now()`));

/**
 * What the link's page may show; null if the link sets no password. The account's address is told only to a browser in
 * which it was `typed`. Changes nothing.
 */
export async function findOpenReset(
  org: Org,
  token: string,
  typed = "",
): Promise<{ email: string | null } | null> {
  const reset = await findReset(org, token);
  return reset && { email: reset.email === typed ? typed : null };
}

async function findReset(org: Org, token: string) {
  const [row] = await db()
    .select({ id: passwordResets.id, userId: users.id, name: users.name, email: users.email })
    .from(passwordResets)
    .innerJoin(
      users,
      and(eq(users.orgId, passwordResets.orgId), eq(users.id, passwordResets.userId)),
    )
    .where(
      and(
        eq(passwordResets.tokenHash, hashLinkToken(token)),
        eq(passwordResets.orgId, org.id),
        isNull(users.disabledAt),
        isOpen,
      ),
    );
  return row ?? null;
}

/**
 * Sets a new password by a link, once. Ends the user's sessions, pending logins and other links, and resets the count
 * of wrong passwords. It does not log the user in, and 2-step verification stays as it is (L-14). No browser is known
 * any more but the one that the link was opened in, so that a stranger's wrong passwords are not in the way of the new
 * one. Returns that browser's cookie. Throws `link_expired`, `password_refused`, `rate_limited`, `busy`.
 */
export async function resetPassword(
  org: Org,
  { token, password }: { token: string; password: string },
  client: Client,
): Promise<{ deviceCookie: string }> {
  await spendAddress(org, client, "reset-password");
  const reset = await findReset(org, token);
  if (!reset) throw linkRefusal("link_expired");
  const { userId } = reset;
  const whose = { orgId: org.id, userId };
  await requireNewPassword(org, password, await listNames(db(), whose));
  const passwordHash = await withHashingPlace({ knownUser: userId }, () => hashPassword(password));
  return transaction(async (tx) => {
    await lockUser(tx, org.id, userId);
    const used = await tx
      .update(passwordResets)
      .set({ usedAt: sql`now()` })
      .where(and(eq(passwordResets.id, reset.id), eq(passwordResets.orgId, org.id), isOpen))
      .returning({ id: passwordResets.id });
    if (used.length === 0) throw linkRefusal("link_expired");
    await tx
      .update(users)
      .set({ passwordHash, failedPasswords: 0, passwordRetryAt: null })
      .where(and(eq(users.id, userId), eq(users.orgId, org.id)));
    await endSessions(tx, whose, { entry: { ...whose, client }, cause: "password reset" });
    await voidLinks(tx, whose);
    await recordAudit(tx, "password.reset", { ...whose, client });
    const user = { ...reset, id: userId };
    await notify(tx, "password-reset-done", whose, { who: whoIs(user), ...byUser(user) });
    return { deviceCookie: await knowOnlyThisBrowser(tx, whose, client) };
  });
}
