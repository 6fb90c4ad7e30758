import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Mode } from "@/lib/core/mode";
import type { SteppedUp } from "@/lib/step-up/require-step-up";
import { type Credentials, hashSecret, mintCredentials } from "./secret";

/** A new key with its secret. No other value in the product holds a secret. */
export interface Minted extends Credentials {
  createdAt: Date;
}

/**
 * Inserts the mode's current key, or returns null if the mode has one. Two unique indexes decide, so neither a parallel
 * nor a repeated submit makes a second key (K-10, K-13). Its expiry is the brand's default.
 */
export async function insertKey(
  tx: Db,
  actor: SteppedUp,
  mode: Mode,
  requestId: string,
): Promise<Minted | null> {
  const minted = mintCredentials(actor.org, mode);
  const lifeDays = actor.org.policy.defaultKeyLifeDays;
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
      expiresAt:
        lifeDays === null ? null : sql`clock_timestamp() + make_interval(days => ${lifeDays})`,
      requestId,
    })
    .onConflictDoNothing()
    .returning({ createdAt: apiKeys.createdAt });
  return row ? { ...minted, createdAt: row.createdAt } : null;
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
