import type { Mode } from "@/lib/core/mode";
import type { OrgId } from "@/lib/orgs/org";

/** A key's row as it was at `readAt`. Times are milliseconds since 1970 by the database's clock. */
export interface StoredKey {
  keyId: string;
  orgId: OrgId;
  merchantId: string;
  mode: Mode;
  /** The 32 bytes of the secret's HMAC as a latin1 string, which takes a third of a Buffer's memory (K-3). */
  secretHash: string;
  pepperId: string;
  createdAt: number;
  /** Infinity: never. */
  expiresAt: number;
  /** Infinity: not replaced. */
  deactivatesAt: number;
  isFrozen: boolean;
  /** Taken before the row's snapshot, so every change committed before this time is in the row. */
  readAt: number;
  /**
   * The digest of the Authorization header that was proven right for this row; empty: none yet. It is part of the row in
   * memory, so that it is gone as soon as the row is forgotten or read again (decision 0053).
   */
  proof: string;
}
