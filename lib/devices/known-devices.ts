/**
 * The browsers in which a user has logged in before. Wrong passwords typed in one of them count for it alone, so that a
 * stranger's tries, which count for the user, never lock the user's own browser out; and whoever has stolen a browser's
 * cookie has no more tries than that browser (L-9).
 */
import { and, eq, inArray, notInArray, type SQL, sql } from "drizzle-orm";
import { type Db, db } from "@/db/client";
import { knownDevices } from "@/db/schema/devices";
import { users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import type { OrgId } from "@/lib/orgs/org";
import { addToDeviceCookie, readDeviceCookie } from "./device-cookie";

const mostPerUser = 10;

interface Whose {
  orgId: OrgId;
  userId: string;
}

export interface KnownDevice {
  id: string;
  userId: string;
}

/** This user's known browser that the request came from; null for any other browser, and for anybody else's. */
export async function findKnownDevice(
  orgId: OrgId,
  who: { email: string } | { userId: string },
  client: Client,
): Promise<KnownDevice | null> {
  const ids = readDeviceCookie(orgId, client.deviceCookie);
  if (ids.length === 0) return null;
  const [device] = await db()
    .select({ id: knownDevices.id, userId: knownDevices.userId })
    .from(knownDevices)
    .innerJoin(users, and(eq(users.orgId, knownDevices.orgId), eq(users.id, knownDevices.userId)))
    .where(
      and(
        eq(knownDevices.orgId, orgId),
        inArray(knownDevices.id, ids),
        "email" in who ? eq(users.email, who.email.trim().toLowerCase()) : eq(users.id, who.userId),
      ),
    )
    .limit(1);
  return device ?? null;
}

/**
 * Makes the browser of a completed login known, and returns its cookie's new value. A user has ten known browsers; the
 * one used longest ago gives way. The caller holds the user's lock.
 */
export async function rememberDevice(
  tx: Db,
  { orgId, userId }: Whose,
  { deviceCookie }: Client,
): Promise<string> {
  const ids = readDeviceCookie(orgId, deviceCookie);
  const isTheirs = and(eq(knownDevices.orgId, orgId), eq(knownDevices.userId, userId));
  const [known] = await tx
    .update(knownDevices)
    .set({ usedAt: sql`now()` })
    .where(and(isTheirs, inArray(knownDevices.id, ids)))
    .returning({ id: knownDevices.id });
  const id = known?.id ?? newId("dev");
  if (!known) {
    await tx.insert(knownDevices).values({ id, orgId, userId });
    const newest = tx
      .select({ id: knownDevices.id })
      .from(knownDevices)
      .where(isTheirs)
      .orderBy(sql`${knownDevices.usedAt} desc`, sql`${knownDevices.id} = ${id} desc`)
      .limit(mostPerUser);
    await tx.delete(knownDevices).where(and(isTheirs, notInArray(knownDevices.id, newest)));
  }
  return addToDeviceCookie(orgId, id, deviceCookie);
}

/** From the commit on no browser is known for this user. */
export async function forgetDevices(tx: Db, { orgId, userId }: Whose): Promise<void> {
  await tx
    .delete(knownDevices)
    .where(and(eq(knownDevices.orgId, orgId), eq(knownDevices.userId, userId)));
}

/** For a new password: no browser is known any more but this one, anew. Returns its cookie's new value. */
export async function knowOnlyThisBrowser(tx: Db, whose: Whose, client: Client): Promise<string> {
  await forgetDevices(tx, whose);
  return rememberDevice(tx, whose, client);
}

/** Starts the counts of wrong passwords anew, in every browser of this user. */
export async function forgiveDevices(tx: Db, { orgId, userId }: Whose): Promise<void> {
  await tx
    .update(knownDevices)
    .set({ failedPasswords: 0, passwordRetryAt: null })
    .where(and(eq(knownDevices.orgId, orgId), eq(knownDevices.userId, userId)));
}

/** A condition on a row of `users`: one of their browsers has to wait after at least so many wrong passwords. */
export function hasWaitingDevice(leastWrong: number): SQL {
  return sql`exists (select from known_devices d where d.org_id = users.org_id and d.user_id = users.id
    and d.failed_passwords >= ${leastWrong} and d.password_retry_at > now())`;
}
