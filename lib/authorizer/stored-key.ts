import type { Mode } from "@/lib/core/mode";
import type { OrgId } from "@/lib/orgs/org";

/** Infinity: never. */
export interface KeyEnds {
  expiresAt: number;
  /** The end that a replacement or a person gave it. */
  deactivatesAt: number;
}

/** One object for all keys without an end: most have none, and there may be a hundred thousand in memory. */
export const noEnds: KeyEnds = Object.freeze({
  expiresAt: Number.POSITIVE_INFINITY,
  deactivatesAt: Number.POSITIVE_INFINITY,
});

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
  ends: KeyEnds;
  isFrozen: boolean;
  /** Taken before the row's snapshot, so every change committed before this time is in the row. */
  readAt: number;
  /**
   * The digest of the Authorization header that was proven right for this row; empty: none yet. It is part of the row in
   * memory, so that it is gone as soon as the row is forgotten or read again (decision 0053).
   */
  proof: string;
}
