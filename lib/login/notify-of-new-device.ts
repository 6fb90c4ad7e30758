import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Client } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import type { Org } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { describeDevice } from "@/lib/sessions/describe-device";

/** Of what a browser says of itself, all but versions: an update makes no new device. */
const named = (text: unknown) => sql`regexp_replace(left(${text}, 300), '[0-9._]+', '', 'g')`;

/**
 * Tells the person and the owners of a login from a browser that this user had no session with before (L-15). Silent
 * at the very first login of all. Call it before the session is made; it puts the user's logins in a row.
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
      address: client.address,
    },
  );
}
