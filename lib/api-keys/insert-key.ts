import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Mode } from "@/lib/core/mode";
import { hoursOfLife } from "@/lib/orgs/key-life";
import type { KeyLife } from "@/lib/orgs/org";
import type { SteppedUp } from "@/lib/step-up/require-step-up";
import { readKeyLife } from "./key-life";
import { type Credentials, hashSecret, mintCredentials } from "./secret";

/** A new key with its secret. No other value in the product holds a secret. */
export interface Minted extends Credentials {
  createdAt: Date;
  /** Its own end; null: never. */
  expiresAt: Date | null;
}

/**
 * Inserts the mode's current key, or returns null if the mode has one. Two unique indexes decide, so neither a parallel
 * nor a repeated submit makes a second key (K-10, K-13). It lives the whole key life of its mode, so many times 24 hours
 * from its making on the database's clock (DESIGN §2.10).
 */
export async function insertKey(
  tx: Db,
  actor: SteppedUp,
  mode: Mode,
  requestId: string,
): Promise<Minted | null> {
  const minted = mintCredentials(actor.org, mode);
  const life = await readKeyLife(tx, actor, mode);
  const [row] = await tx
    .insert(apiKeys)
    .values({
      id: newId("key"),
      orgId: actor.org.id,
      merchantId: actor.merchant.id,
      mode,
      keyId: minted.keyId,
      ...hashSecret(env().KEY_PEPPERS, minted.secret),
      createdBy: actor.user.id,
      createdAt: sql`statement_timestamp()`,
      expiresAt: endAfter(life),
      requestId,
    })
    .onConflictDoNothing()
    .returning({ createdAt: apiKeys.createdAt, expiresAt: apiKeys.expiresAt });
  return row ? { ...minted, ...row } : null;
}

/** Hours, for a day of a calendar may have 23 or 25 of them. */
function endAfter(life: KeyLife): SQL | null {
  const hours = hoursOfLife(life);
  return hours === null ? null : sql`statement_timestamp() + make_interval(hours => ${hours})`;
}

/** Whether this request has made its key before: a double click, or a retry after a lost answer. */
export async function isRepeatedRequest(
  db: Db,
  actor: Actor,
  mode: Mode,
  requestId: string,
): Promise<boolean> {
  const [row] = await db
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.orgId, actor.org.id),
        eq(apiKeys.merchantId, actor.merchant.id),
        eq(apiKeys.mode, mode),
        eq(apiKeys.requestId, requestId),
      ),
    );
  return row !== undefined;
}
