import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { merchants } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { keyRefusal } from "./refusals";

/**
 * Throws `key_frozen` if an operator has frozen the merchant. The share lock waits for a freeze in progress. It is
 * taken before any key's row, in the same order as a freeze takes its locks, so the two do not deadlock. If a key is
 * inserted in spite of a freeze, a trigger freezes it.
 */
export async function requireUnfrozen(tx: Db, actor: Actor): Promise<void> {
  const [merchant] = await tx
    .select({ frozenAt: merchants.frozenAt })
    .from(merchants)
    .where(and(eq(merchants.orgId, actor.org.id), eq(merchants.id, actor.merchant.id)))
    .for("share");
  if (merchant?.frozenAt)
    throw keyRefusal(
      "key_frozen",
      `Your keys are frozen, so no new key can be made. Contact ${actor.org.supportEmail}.`,
    );
}
