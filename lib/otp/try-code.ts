import { type Db, transaction } from "@/db/client";
import { accessRefusal } from "@/lib/access/refusals";
import { recordAudit } from "@/lib/audit/record-audit";
import type { CodeOwner } from "./challenge";
import { lockedRefusal } from "./lock";
import { notifyOfLock } from "./notify-of-lock";
import { codeRefusal } from "./refusals";
import { addTry, forgiveTries, lockTries } from "./tries";

type Kind = "authenticator" | "recovery-code";

/**
 * Checks a code that has no challenge: an authenticator's while it is set up, or a recovery code. The try is counted
 * and committed first, on the counter for all codes (O-6, D11). Then `pass` compares the code and acts on it in one
 * transaction, under the user's lock; it returns null for a wrong code. A right code resets the counter in the same
 * commit. Throws `wrong_code` and `code_locked`, and what `pass` throws, with the try counted.
 */
export async function tryCode<T>(
  owner: CodeOwner,
  kind: Kind,
  pass: (tx: Db) => Promise<T | null>,
): Promise<T> {
  const tried = await transaction(async (tx) => {
    const tries = await lockTries(tx, owner);
    if (!tries) throw accessRefusal("login_expired");
    return tries.isLocked ? "locked" : { isLast: await addTry(tx, owner, tries.wrong) };
  });
  if (tried === "locked") throw await lockedRefusal(owner);
  const passed = await transaction(async (tx) => {
    await lockTries(tx, owner);
    const result = await pass(tx);
    if (result !== null) await forgiveTries(tx, owner);
    return result;
  });
  if (passed !== null) return passed;
  await transaction(async (tx) => {
    await recordAudit(tx, tried.isLast ? "otp.locked" : "otp.failed", {
      orgId: owner.org.id,
      client: owner.client,
      merchantId: owner.merchantId,
      userId: owner.userId,
      outcome: "refused",
      detail: { purpose: kind },
    });
    if (tried.isLast) await notifyOfLock(tx, owner);
  });
  throw tried.isLast ? await lockedRefusal(owner) : codeRefusal("wrong_code");
}
