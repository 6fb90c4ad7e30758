import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { merchants } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { keyRefusal } from "./refusals";

/**
 * A merchant whose keys an operator has frozen makes no new ones; throws `key_frozen`. The share lock waits for a
 * freeze under way and is taken before any key's row, as a freeze does: the two never deadlock. Whatever gets past
 * this is born frozen by a trigger.
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
