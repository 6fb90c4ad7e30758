import type { Mode } from "@/lib/core/mode";
import type { OrgId } from "@/lib/orgs/org";

/** A key as the database held it at `readAt`. Moments are milliseconds since 1970 on the database's clock. */
export interface StoredKey {
  keyId: string;
  orgId: OrgId;
  merchantId: string;
  mode: Mode;
  /** The 32 bytes of the secret's HMAC as one-byte characters: a third of what a Buffer takes (K-3). */
  secretHash: string;
  pepperId: string;
  createdAt: number;
  /** Infinity: never. */
  expiresAt: number;
  /** Infinity: not replaced. */
  deactivatesAt: number;
  isFrozen: boolean;
  /** Taken before the row's snapshot: whatever was committed before this moment is in the row. */
  readAt: number;
}
