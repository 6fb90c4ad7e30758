/** What a user whose codes are locked is told: until when, and who can help (D11). */

import { and, eq, sql } from "drizzle-orm";
import { type Db, db } from "@/db/client";
import { members, merchants, users } from "@/db/schema/people";
import type { AppError } from "@/lib/core/errors";
import { formatTime, momentInWords } from "@/lib/orgs/moment";
import type { Org } from "@/lib/orgs/org";
import type { CodeOwner } from "./challenge";
import { codeRefusal } from "./refusals";

type Locked = Pick<CodeOwner, "org" | "userId" | "merchantId">;

interface LockFacts {
  until: Date;
  /** "long": the time alone would not say of which day. "endless": only an unlocking ends it. */
  length?: "short" | "long" | "endless";
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
    .select({
      until: users.codesLockedUntil,
      length: sql<"short" | "long" | "endless">`case
        when ${users.codesLockedUntil} > now() + interval '1 year' then 'endless'
        when ${users.codesLockedUntil} > now() + interval '6 hours' then 'long' else 'short' end`,
      role: members.role,
      merchant: merchants.name,
    })
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
  const askOwnerOf = row.role === "owner" ? null : row.merchant;
  return { until: row.until, length: row.length, askOwnerOf };
}

/** "… your codes are locked until 10:42 am IST. …", in the brand's time zone. */
export function lockWords(org: Org, { until, length = "short", askOwnerOf }: LockFacts): string {
  const start = "Too many wrong codes in a row. For your security, your codes are locked";
  if (length === "endless")
    return askOwnerOf
      ? `${start} until somebody unlocks you. Ask the owner of ${askOwnerOf}.`
      : `${start} until somebody unlocks you. Contact support at ${org.supportEmail}.`;
  const time = length === "long" ? momentInWords(org, until) : formatTime(org, until);
  const help = askOwnerOf
    ? `Ask the owner of ${askOwnerOf} to unlock you, or wait.`
    : `Wait, or contact support at ${org.supportEmail}.`;
  return `${start} until ${time}. ${help}`;
}
