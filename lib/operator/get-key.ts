import { and, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { merchants, users } from "@/db/schema/people";
import { type KeyEnd, keyEnd } from "@/lib/api-keys/key-status";
import { operatorRefusal } from "./refusals";

type KeyState = "current" | "retiring" | KeyEnd;

/** A freeze stands beside it, in `frozenAt`. */
const state = sql<KeyState>`coalesce(${keyEnd},
  case when ${apiKeys.deactivatesAt} is not null then 'retiring' else 'current' end)`;

/** What operators may see of a key: not the secret's hash. */
export const keyColumns = {
  orgId: apiKeys.orgId,
  merchantId: apiKeys.merchantId,
  keyId: apiKeys.keyId,
  mode: apiKeys.mode,
  state,
  createdAt: apiKeys.createdAt,
  expiresAt: apiKeys.expiresAt,
  deactivatesAt: apiKeys.deactivatesAt,
  frozenAt: apiKeys.frozenAt,
};

/** Finds a key of any merchant by its id; ids are unique over all brands. Throws `unknown`. */
export async function getKey(db: Db, keyId: string) {
  const [key] = await db
    .select({ ...keyColumns, merchant: merchants.name, createdBy: users.email })
    .from(apiKeys)
    .innerJoin(
      merchants,
      and(eq(merchants.orgId, apiKeys.orgId), eq(merchants.id, apiKeys.merchantId)),
    )
    .innerJoin(users, and(eq(users.orgId, apiKeys.orgId), eq(users.id, apiKeys.createdBy)))
    .where(eq(apiKeys.keyId, keyId));
  if (!key) throw operatorRefusal("unknown", `There is no key ${keyId}.`);
  return key;
}

export type FoundKey = Awaited<ReturnType<typeof getKey>>;

/** The condition for every change: brand, merchant and key. */
export function isKey({ orgId, merchantId, keyId }: FoundKey) {
  return and(
    eq(apiKeys.orgId, orgId),
    eq(apiKeys.merchantId, merchantId),
    eq(apiKeys.keyId, keyId),
  );
}
