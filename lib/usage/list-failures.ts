import { and, desc, eq, type SQL, sql } from "drizzle-orm";
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

/** In JSON a moment is a text. */
type Json = {
  [Field in keyof Failure]: Failure[Field] extends Date | null ? string | null : Failure[Field];
};

const shown = 10;

/**
 * The newest refused attempts of the last two days with a key id of this mode, as a column, so that they need no round
 * trip of their own. Throws `forbidden`.
 */
export function failuresColumn(actor: Actor, mode: Mode): SQL<Failure[]> {
  requirePermission(actor, "keys:view");
  const newest = db()
    .select({
      keyId: sql`${keyFailures.keyId}`.as("keyId"),
      cause: keyFailures.cause,
      address: keyFailures.address,
      attempts: keyFailures.attempts,
      lastAt: sql`${keyFailures.lastAt}`.as("lastAt"),
      deactivatesAt: sql`${apiKeys.deactivatesAt}`.as("deactivatesAt"),
      expiresAt: sql`${apiKeys.expiresAt}`.as("expiresAt"),
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
  return sql`(select coalesce(json_agg(newest), '[]') from (${newest}) newest)`.mapWith(
    (rows: Json[]) => rows.map(toFailure),
  );
}

function toFailure(row: Json): Failure {
  const moment = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...row,
    lastAt: new Date(row.lastAt ?? Number.NaN),
    deactivatesAt: moment(row.deactivatesAt),
    expiresAt: moment(row.expiresAt),
  };
}
