import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import { type Client, shownAddress } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import type { Org } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { describeDevice } from "@/lib/sessions/describe-device";

/** The user agent without version numbers, so that a browser update does not count as a new device. */
const named = (text: unknown) => sql`regexp_replace(left(${text}, 300), '[0-9._]+', '', 'g')`;

/**
 * Tells the user and the owners about a login from a browser that this user has not used before (L-15). The user's
 * first login is not reported. Must be called before the session is created; it takes the user's lock.
 */
export async function notifyOfNewDevice(
  tx: Db,
  org: Org,
  userId: string,
  client: Client,
): Promise<void> {
  await lockUser(tx, org.id, userId);
  const [known] = await tx
    .select({
      logins: sql<number>`count(*)::int`,
      alike: sql<number>`(count(*) filter (where ${named(sessions.userAgent)} = ${named(client.userAgent)}))::int`,
    })
    .from(sessions)
    .where(and(eq(sessions.orgId, org.id), eq(sessions.userId, userId)));
  if (!known || known.logins === 0 || known.alike > 0) return;
  const [user] = await tx
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.orgId, org.id), eq(users.id, userId)));
  if (!user) return;
  await notify(
    tx,
    "new-device",
    { orgId: org.id, userId },
    {
      who: whoIs(user),
      ...byUser(user),
      device: describeDevice(client.userAgent),
      address: shownAddress(client),
    },
  );
}
