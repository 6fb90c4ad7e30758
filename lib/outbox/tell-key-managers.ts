import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { members, users } from "@/db/schema/people";
import { mayUseKeys } from "@/lib/access/permissions";
import { roles } from "@/lib/core/roles";
import type { Messages, Notices } from "@/lib/messages/kinds";
import type { OrgId } from "@/lib/orgs/org";
import { notifyAt } from "./enqueue";

/** Notices that nobody's change causes: time does. */
type Reminder = "key-expiring" | "key-old";

/**
 * Queues a mail to everybody who can do something about a merchant's keys: owners and admins. With `byText` each who has
 * a mobile gets an SMS too.
 */
export async function tellKeyManagers<K extends Reminder>(
  tx: Db,
  kind: K,
  { orgId, merchantId }: { orgId: OrgId; merchantId: string },
  facts: Notices[K] & Messages[K],
  byText = false,
): Promise<void> {
  const people = await tx
    .select({ userId: users.id, email: users.email, mobile: users.mobile })
    .from(members)
    .innerJoin(users, and(eq(users.orgId, members.orgId), eq(users.id, members.userId)))
    .where(
      and(
        eq(members.orgId, orgId),
        eq(members.merchantId, merchantId),
        inArray(members.role, roles.filter(mayUseKeys)),
        isNull(users.disabledAt),
      ),
    )
    .orderBy(users.id);
  for (const { userId, email, mobile } of people) {
    const who = { orgId, merchantId, userId };
    await notifyAt(tx, kind, "email", { ...who, to: email }, facts);
    if (byText && mobile) await notifyAt(tx, kind, "sms", { ...who, to: mobile }, facts);
  }
}
