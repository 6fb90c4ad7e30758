/** What credentials are worth, given what is known of their key. Pure: every check of a key stands here. */
import { type Credentials, isSecretOf, type Peppers } from "@/lib/api-keys/secret";
import type { Mode } from "@/lib/core/mode";
import type { StoredKey } from "./stored-key";

/** Why credentials do not pass. On the wire all of these look the same. */
export type Refusal =
  | "unknown"
  | "wrong_secret"
  | "wrong_mode"
  | "deactivated"
  | "expired"
  | "frozen";

/**
 * "doubtful": what is known here does not decide. The key's end may have come or may have been moved, or its freeze
 * lifted, which the database can tell; or its hash was made with a pepper that this process was not given.
 */
export type Judgement = "allowed" | "doubtful" | Refusal;

export interface Question {
  credentials: Credentials;
  /** The mode that the gateway serves; undefined: any. */
  mode: Mode | undefined;
}

/**
 * Refuses only on facts that can never change back: a secret and a mode are fixed, a dead key never revives, and
 * it is dead only if it was read as dead. So no stale row ever refuses a live key. `latestNow` is the latest that
 * the database's clock can show at this moment.
 */
export function judge(
  peppers: Pick<Peppers, "ring">,
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
  if (key.deactivatesAt <= key.readAt && key.deactivatesAt <= key.expiresAt) return "deactivated";
  if (key.expiresAt <= key.readAt) return "expired";
  if (mode !== undefined && mode !== key.mode) return "wrong_mode";
  // A freeze may have been lifted since: only a row read for this very question refuses by it.
  if (key.isFrozen) return latestNow > key.readAt ? "doubtful" : "frozen";
  if (Math.min(key.deactivatesAt, key.expiresAt) <= latestNow) return "doubtful";
  return "allowed";
}
