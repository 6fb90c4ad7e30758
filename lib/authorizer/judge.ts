/** Decides about credentials from what is known of their key. Pure; every check of a key is here. */
import { type Credentials, isSecretOf } from "@/lib/api-keys/secret";
import type { Mode } from "@/lib/core/mode";
import type { Ring } from "@/lib/core/ring";
import type { StoredKey } from "./stored-key";

/** Why credentials are refused. Clients cannot tell these causes apart. */
export type Refusal =
  | "unknown"
  | "wrong_secret"
  | "wrong_mode"
  | "deactivated"
  | "expired"
  | "frozen";

/**
 * "doubtful": the facts at hand do not decide. The key's end may have come or been moved, or its freeze lifted, which
 * the database can tell; or its hash needs a pepper that this process does not have.
 */
export type Judgement = "allowed" | "doubtful" | Refusal;

export interface Question {
  credentials: Credentials;
  /** The mode that the gateway serves; undefined: any. */
  mode: Mode | undefined;
}

/**
 * Refuses only because of facts that cannot change: a key's secret and mode are fixed, and an ended key never works
 * again, but it counts as ended only if it had ended when it was read. So an outdated row never refuses a working key.
 * `latestNow` is the latest time that the database's clock can show now.
 */
export function judge(
  peppers: Pick<Ring, "ring">,
  { credentials, mode }: Question,
  key: StoredKey | null,
  latestNow: number,
): Judgement {
  const stored = key && {
    secretHash: Buffer.from(key.secretHash, "latin1"),
    pepperId: key.pepperId,
  };
  const isRight = isSecretOf(peppers, credentials.secret, stored);
  if (!key) return "unknown";
  if (!peppers.ring.has(key.pepperId)) return "doubtful";
  if (!isRight) return "wrong_secret";
  return judgeState(mode, key, latestNow);
}

/**
 * The judgement on a key whose secret was proven right before, by the same header (./proof). It takes the place of
 * reading the secret and computing its HMAC, and of nothing else.
 */
export function judgeProven(
  peppers: Pick<Ring, "ring">,
  mode: Mode | undefined,
  key: StoredKey,
  latestNow: number,
): Judgement {
  return peppers.ring.has(key.pepperId) ? judgeState(mode, key, latestNow) : "doubtful";
}

/** What remains to be judged of a key whose secret is right: its ends, its mode, its freeze. */
function judgeState(
  mode: Mode | undefined,
  key: StoredKey,
  latestNow: number,
): Exclude<Judgement, "unknown" | "wrong_secret"> {
  const { expiresAt, deactivatesAt } = key.ends;
  // The same rule as in SQL (lib/api-keys/key-status.ts).
  if (deactivatesAt <= key.readAt && deactivatesAt <= expiresAt) return "deactivated";
  if (expiresAt <= key.readAt) return "expired";
  if (mode !== undefined && mode !== key.mode) return "wrong_mode";
  // The freeze may have been lifted since, so only a row that was read for this request refuses because of it.
  if (key.isFrozen) return latestNow > key.readAt ? "doubtful" : "frozen";
  // Asked this way round a time that is no number lets nobody pass.
  return Math.min(deactivatesAt, expiresAt) > latestNow ? "allowed" : "doubtful";
}
