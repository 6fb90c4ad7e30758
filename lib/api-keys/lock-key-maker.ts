import type { Db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { lockStanding } from "@/lib/access/lock-standing";
import { keyRefusal } from "./refusals";

/**
 * For the commands that make a key: who may, still may, and the merchant's keys are not frozen. The lock on the merchant
 * waits for a freeze under way, and a freeze that comes later waits for the new key and freezes it too. Throws
 * `key_frozen` and what `lockStanding` throws.
 */
export async function lockKeyMaker(
  tx: Db,
  actor: Actor,
  permission: "keys:generate" | "keys:regenerate",
): Promise<void> {
  const { isFrozen } = await lockStanding(tx, actor, permission);
  if (isFrozen)
    throw keyRefusal(
      "key_frozen",
      `Your keys are frozen, so no new key can be made. Contact ${actor.org.supportEmail}.`,
    );
}
