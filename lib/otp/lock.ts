/** What a user whose codes are locked is told: until when, and who can help (D11). */

import { and, eq, sql } from "drizzle-orm";
import { type Db, db } from "@/db/client";
import { members, merchants, users } from "@/db/schema/people";
import type { AppError } from "@/lib/core/errors";
import { formatTime } from "@/lib/orgs/moment";
import type { Org } from "@/lib/orgs/org";
import type { CodeOwner } from "./challenge";
import { codeRefusal } from "./refusals";

type Locked = Pick<CodeOwner, "org" | "userId" | "merchantId">;

interface LockFacts {
  until: Date;
  /** The merchant whose owner can unlock the user; null: only support can. */
  askOwnerOf: string | null;
}

/** The refusal for a locked user, with the time and who can help. */
export async function lockedRefusal(owner: Locked, on: Db = db()): Promise<AppError> {
  const words = await findLockWords(owner, on);
  return words ? codeRefusal("code_locked", words) : codeRefusal("code_locked");
}

/** The sentences for a locked user, or null if the user is not locked. */
export async function findLockWords(owner: Locked, on: Db = db()): Promise<string | null> {
  const facts = await findLock(owner, on);
  return facts && lockWords(owner.org, facts);
}

/** A member is unlocked by an owner of the merchant; an owner, by the brand's support. */
async function findLock({ org, userId, merchantId }: Locked, on: Db): Promise<LockFacts | null> {
  const [row] = await on
    .select({ until: users.codesLockedUntil, role: members.role, merchant: merchants.name })
    .from(users)
    .leftJoin(
      members,
      and(
        eq(members.orgId, users.orgId),
        eq(members.userId, users.id),
        merchantId === undefined ? sql`true` : eq(members.merchantId, merchantId),
      ),
    )
    .leftJoin(
      merchants,
      and(eq(merchants.orgId, members.orgId), eq(merchants.id, members.merchantId)),
    )
    .where(
      and(eq(users.id, userId), eq(users.orgId, org.id), sql`${users.codesLockedUntil} > now()`),
    )
    .orderBy(members.createdAt, members.merchantId)
    .limit(1);
  if (!row?.until) return null;
  return { until: row.until, askOwnerOf: row.role === "owner" ? null : row.merchant };
}

/** "… your codes are locked until 10:42 am IST. …", in the brand's time zone. */
export function lockWords(org: Org, { until, askOwnerOf }: LockFacts): string {
  const time = formatTime(org, until);
  const help = askOwnerOf
    ? `Ask the owner of ${askOwnerOf} to unlock you, or wait.`
    : `Wait, or contact support at ${org.supportEmail}.`;
  return `Too many wrong codes in a row. For your security, your codes are locked until ${time}. ${help}`;
}
