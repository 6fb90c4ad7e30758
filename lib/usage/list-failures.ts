import { and, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { type FailureCause, keyFailures } from "@/db/schema/usage";
import type { Actor } from "@/lib/access/actor";
import { requirePermission } from "@/lib/access/permissions";
import type { Mode } from "@/lib/core/mode";

export interface Failure {
  keyId: string;
  cause: FailureCause;
  address: string;
  attempts: number;
  lastAt: Date;
  /** When the key ended, if it has; for the sentences of "deactivated" and "expired". */
  deactivatesAt: Date | null;
  expiresAt: Date | null;
}

const shown = 10;

/** The newest refused attempts of the last two days with a key id of this mode. Throws `forbidden`. */
export async function listFailures(actor: Actor, mode: Mode): Promise<Failure[]> {
  requirePermission(actor, "keys:view");
  return db()
    .select({
      keyId: keyFailures.keyId,
      cause: keyFailures.cause,
      address: keyFailures.address,
      attempts: keyFailures.attempts,
      lastAt: keyFailures.lastAt,
      deactivatesAt: apiKeys.deactivatesAt,
      expiresAt: apiKeys.expiresAt,
    })
    .from(keyFailures)
    .innerJoin(
      apiKeys,
      and(
        eq(apiKeys.orgId, keyFailures.orgId),
        eq(apiKeys.merchantId, keyFailures.merchantId),
        eq(apiKeys.keyId, keyFailures.keyId),
      ),
    )
    .where(
      and(
        eq(keyFailures.orgId, actor.org.id),
        eq(keyFailures.merchantId, actor.merchant.id),
        eq(apiKeys.mode, mode),
        sql`${keyFailures.lastAt} > now() - interval '48 hours'`,
      ),
    )
    .orderBy(desc(keyFailures.lastAt))
    .limit(shown);
}
