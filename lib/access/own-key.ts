import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Mode } from "@/lib/core/mode";
import type { Actor } from "./actor";

export interface KeyRef {
  mode: Mode;
  keyId: string;
}

/**
 * The WHERE condition for a key of the actor's brand and merchant in this mode. Any other key is not found (K-7, C-4).
 */
export function ownKey(actor: Actor, { mode, keyId }: KeyRef) {
  return and(
    eq(apiKeys.orgId, actor.org.id),
    eq(apiKeys.merchantId, actor.merchant.id),
    eq(apiKeys.mode, mode),
    eq(apiKeys.keyId, keyId),
  );
}

export async function isOwnKey(db: Db, actor: Actor, key: KeyRef): Promise<boolean> {
  const [row] = await db.select({ id: apiKeys.id }).from(apiKeys).where(ownKey(actor, key));
  return row !== undefined;
}
