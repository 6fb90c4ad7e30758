import { sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/keys";
import type { KeyStatus } from "./keys-view";

/** A key's status. If it has ended, the earlier of deadline and expiry says why; otherwise it may be frozen. */
export const keyStatus = sql<KeyStatus>`case
  when ${apiKeys.deactivatesAt} <= now() and (${apiKeys.expiresAt} is null or ${apiKeys.deactivatesAt} < ${apiKeys.expiresAt})
    then 'deactivated'
  when ${apiKeys.expiresAt} <= now() then 'expired'
  when ${apiKeys.frozenAt} is not null then 'frozen'
  when ${apiKeys.deactivatesAt} is not null then 'retiring'
  else 'active' end`;
