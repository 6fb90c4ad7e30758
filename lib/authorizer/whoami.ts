import type { StoredKey } from "./stored-key";

/** What a key's holder may know about it: everything but the secret. Times are ISO 8601; null: never. */
export function describeKey(key: StoredKey) {
  return {
    key_id: key.keyId,
    mode: key.mode,
    merchant_id: key.merchantId,
    org: key.orgId,
    created_at: moment(key.createdAt),
    expires_at: moment(key.ends.expiresAt),
    deactivates_at: moment(key.ends.deactivatesAt),
  };
}

function moment(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}
