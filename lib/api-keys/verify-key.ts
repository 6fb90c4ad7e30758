import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Mode, OrgId } from "@/lib/orgs/org";
import { type Credentials, isSecretOf, isWellFormed } from "./secret";

/** Why a key may not pass is for our records; on the wire all of these look the same. */
type KeyRefusal =
  | "malformed"
  | "unknown"
  | "wrong-secret"
  | "wrong-mode"
  | "deactivated"
  | "expired";

interface KeyIdentity {
  keyId: string;
  orgId: OrgId;
  merchantId: string;
  mode: Mode;
}

export type KeyVerdict = { verdict: "allowed"; key: KeyIdentity } | { verdict: KeyRefusal };

/**
 * Whether these credentials may pass at this moment of the database's clock: one indexed read, one HMAC, one
 * comparison in constant time, also for an unknown id. Malformed ones cost no read. Both ends of a key's
 * life are compared here, so a key dies on time with no job running (K-11).
 */
export async function verifyKey(
  db: Db,
  credentials: Credentials,
  mode?: Mode,
): Promise<KeyVerdict> {
  if (!isWellFormed(credentials)) return { verdict: "malformed" };
  const [key] = await db
    .select({
      keyId: apiKeys.keyId,
      orgId: apiKeys.orgId,
      merchantId: apiKeys.merchantId,
      mode: apiKeys.mode,
      secretHash: apiKeys.secretHash,
      pepperId: apiKeys.pepperId,
      isDeactivated: sql<boolean>`coalesce(${apiKeys.deactivatesAt} <= now(), false)`,
      isExpired: sql<boolean>`coalesce(${apiKeys.expiresAt} <= now(), false)`,
    })
    .from(apiKeys)
    .where(eq(apiKeys.keyId, credentials.keyId));
  const isRight = isSecretOf(credentials.secret, key);
  if (!key) return { verdict: "unknown" };
  if (!isRight) return { verdict: "wrong-secret" };
  if (key.isDeactivated) return { verdict: "deactivated" };
  if (key.isExpired) return { verdict: "expired" };
  if (mode !== undefined && mode !== key.mode) return { verdict: "wrong-mode" };
  const { keyId, orgId, merchantId } = key;
  return { verdict: "allowed", key: { keyId, orgId, merchantId, mode: key.mode } };
}
