/**
 * Changing the email address. The new one takes effect when the link sent to it is confirmed; until then the old one
 * stays.
 */
import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { isUniqueViolation } from "@/db/is-unique-violation";
import { emailChanges } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import type { Actor, Client } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { spendAddress } from "@/lib/access/spend-address";
import { spendRate } from "@/lib/access/spend-rate";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { hashLinkToken, linkToken, newLinkId } from "@/lib/core/link-token";
import { linkRefusal } from "@/lib/core/refusals";
import type { Org } from "@/lib/orgs/org";
import { notify, notifyAt, notifyOldEmail, sendLetter } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { spendLetter } from "@/lib/outbox/spend-letter";
import { requirePassword } from "@/lib/passwords/require-password";
import { voidLinks } from "@/lib/sessions/end-sessions";
import { requireOpenSession } from "@/lib/sessions/own-session";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { userRefusal } from "./refusals";
import { voidIfReturning } from "./restore-email";

const linkHours = 24;
/** For each user, over all addresses. */
const requestsPerHour = 10;

const isOpen = and(isNull(emailChanges.usedAt), gt(emailChanges.expiresAt, sql`now()`));

interface EmailRequest {
  /** Trimmed and lower-cased. */
  email: string;
  password: string;
}

/**
 * Sends a link to the new address and voids an earlier link. Does not tell whether the address belongs to another user.
 * Throws `wrong_password`, `email_unchanged`, `login_expired`, `StepUpRequired`, `code_expired`, `sent_too_often`.
 */
export async function requestEmailChange(actor: Actor, input: EmailRequest): Promise<void> {
  const { org, user } = actor;
  const { email } = input;
  await requirePassword(actor, input.password);
  if (email === user.email) throw userRefusal("email_unchanged");
  await transaction(async (tx) => {
    await lockUser(tx, org.id, user.id);
    // The password was checked before the lock: "This wasn't me" may have been pressed in that time.
    await requireOpenSession(tx, actor);
    await requireStepUp(tx, actor, securityTarget("change-email"));
    if (!(await spendRate(tx, `email-change ${user.id}`, requestsPerHour, 60 * 60)))
      throw userRefusal("sent_too_often", "Too many mails were asked for. Try again in an hour.");
    if (await spendLetter(tx, org.id, email, "letters")) await openChange(tx, actor, email);
    await recordAudit(tx, "email.change_requested", auditOf(actor));
  });
}

/** Opens a change and voids earlier ones, so only the newest link works. */
async function openChange(tx: Db, { org, user }: Actor, email: string): Promise<void> {
  await tx
    .update(emailChanges)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(emailChanges.orgId, org.id),
        eq(emailChanges.userId, user.id),
        isNull(emailChanges.usedAt),
      ),
    );
  const changeId = newLinkId("email-change");
  await tx.insert(emailChanges).values({
    id: changeId,
    orgId: org.id,
    userId: user.id,
    email,
    tokenHash: hashLinkToken(linkToken("email-change", changeId)),
    expiresAt: sql`now() + make_interval(hours => ${linkHours})`,
  });
  const to = { orgId: org.id, userId: user.id, to: email };
  await sendLetter(tx, "email-confirm", to, { changeId, name: user.name });
}

async function findOpen(org: Org, token: string) {
  const [row] = await db()
    .select({ id: emailChanges.id, userId: emailChanges.userId, email: emailChanges.email })
    .from(emailChanges)
    .where(
      and(eq(emailChanges.tokenHash, hashLinkToken(token)), eq(emailChanges.orgId, org.id), isOpen),
    );
  return row ?? null;
}

/** The address that a link would confirm, for its page; null if the link is used up or too old. Changes nothing. */
export async function findNewEmail(org: Org, token: string): Promise<string | null> {
  return (await findOpen(org, token))?.email ?? null;
}

/**
 * Makes the new address the user's, once. Voids links that were sent to the old address, and tells it of the change, with
 * a link that undoes it (docs/decisions/0049). Throws
 * `link_expired`, also if another user has the address by now, and `rate_limited`.
 */
export async function confirmEmailChange(
  org: Org,
  { token }: { token: string },
  client: Client,
): Promise<void> {
  await spendAddress(org, client, "confirm-email");
  const row = await findOpen(org, token);
  if (!row) throw linkRefusal("link_expired");
  try {
    await transaction((tx) => moveTo(tx, org, row, client));
  } catch (error) {
    if (!isUniqueViolation(error, "users_org_id_email")) throw error;
    throw linkRefusal(
      "link_expired",
      "This email belongs to another account, so nothing was changed.",
    );
  }
}

async function moveTo(tx: Db, org: Org, row: { id: string; userId: string }, client: Client) {
  const whose = { orgId: org.id, userId: row.userId };
  await lockUser(tx, org.id, row.userId);
  const [change] = await tx
    .update(emailChanges)
    .set({ usedAt: sql`now()` })
    .where(and(eq(emailChanges.id, row.id), eq(emailChanges.orgId, org.id), isOpen))
    .returning({ email: emailChanges.email });
  const isThisUser = and(eq(users.id, row.userId), eq(users.orgId, org.id));
  const [old] = await tx.select().from(users).where(isThisUser);
  if (!change || !old || old.disabledAt) throw linkRefusal("link_expired");
  await tx.update(users).set({ email: change.email }).where(isThisUser);
  await voidLinks(tx, whose);
  const isReturning = await voidIfReturning(tx, whose, change.email);
  await recordAudit(tx, "email.changed", { ...whose, client });
  const moved = { from: old.email, to: change.email };
  const facts = { who: whoIs({ ...old, email: change.email }), ...byUser(old), ...moved };
  const toOld = { ...whose, to: old.email };
  if (isReturning) await notifyAt(tx, "email-changed", "email", toOld, facts);
  else await notifyOldEmail(tx, toOld, facts);
  // After that: pressing the old address's link voids the links that were made later.
  await notify(tx, "email-changed", whose, facts);
}
