/**
 * The secrets that seal what the database keeps of second factors: authenticator secrets, and the hashes of recovery
 * codes. What they made carries the id of its secret.
 */
import { env } from "./env";

export interface SealingKey {
  /** As in SEALING_KEYS; "otp:" and an id for a secret of OTP_PEPPER, which sealed before there was SEALING_KEYS. */
  id: string;
  secret: Buffer;
}

/** All of them, never none. The first seals what is new: of SEALING_KEYS, or of OTP_PEPPER if that is not set (D28). */
export function sealingKeys(): SealingKey[] {
  const { SEALING_KEYS, OTP_PEPPER } = env();
  const own = [...(SEALING_KEYS?.ring ?? [])].map(([id, secret]) => ({ id, secret }));
  const before = [...OTP_PEPPER.ring].map(([id, secret]) => ({ id: `otp:${id}`, secret }));
  return [...own, ...before];
}

export function currentSealingKey(): SealingKey {
  return sealingKeys()[0] as SealingKey;
}
