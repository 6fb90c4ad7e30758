import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import type { CodeOwner } from "./challenge";

/** Tells the user and the owners that codes are locked (D11, L-15), because whoever entered them knew the password. */
export async function notifyOfLock(tx: Db, { org, userId, merchantId }: CodeOwner): Promise<void> {
  const [user] = await tx
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.orgId, org.id), eq(users.id, userId)));
  if (!user) return;
  const about = { orgId: org.id, merchantId, userId };
  await notify(tx, "codes-locked", about, { who: whoIs(user), ...byUser(user) });
}
