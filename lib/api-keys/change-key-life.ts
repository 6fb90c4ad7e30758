import { ne, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { keyLives } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { lockStanding } from "@/lib/access/lock-standing";
import { requirePermission } from "@/lib/access/permissions";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Mode } from "@/lib/core/mode";
import { offeredLives } from "@/lib/orgs/key-life";
import type { KeyLife } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { byUser } from "@/lib/outbox/name-people";
import { requireStepUp, type SteppedUp } from "@/lib/step-up/require-step-up";
import { keyLifeTarget } from "@/lib/step-up/target";
import { readKeyLife } from "./key-life";
import { keyRefusal } from "./refusals";

export interface ChangeKeyLife {
  mode: Mode;
  life: KeyLife;
}

/**
 * "Change key life": how long keys live that are made after this. It touches no key that exists (DESIGN §2.10). If it is
 * so already, it does nothing, so a retry is safe. Throws `forbidden`, `life_not_offered` by the brand, and what
 * `requireStepUp` throws.
 */
export async function changeKeyLife(actor: Actor, input: ChangeKeyLife): Promise<void> {
  requirePermission(actor, "keys:change-life");
  const { mode, life } = input;
  if (!offeredLives(actor.org).includes(life)) throw keyRefusal("life_not_offered");
  return transaction(async (tx) => {
    if ((await readKeyLife(tx, actor, mode)) === life) return;
    await lockStanding(tx, actor, "keys:change-life");
    const stepped = await requireStepUp(tx, actor, keyLifeTarget(mode, life));
    if (!(await setLife(tx, stepped, input))) return;
    await recordAudit(tx, "key.life_changed", { ...auditOf(actor), mode, detail: { life } });
    const { org, merchant, user } = actor;
    const about = { orgId: org.id, merchantId: merchant.id, userId: user.id };
    await notify(tx, "key-life-changed", about, { mode, life, ...byUser(user) });
  });
}

/** One conditional statement: of the same change pressed twice at once, one is made. */
async function setLife(tx: Db, actor: SteppedUp, { mode, life }: ChangeKeyLife): Promise<boolean> {
  const set = await tx
    .insert(keyLives)
    .values({ orgId: actor.org.id, merchantId: actor.merchant.id, mode, life })
    .onConflictDoUpdate({
      target: [keyLives.orgId, keyLives.merchantId, keyLives.mode],
      set: { life, changedAt: sql`clock_timestamp()` },
      setWhere: ne(keyLives.life, life),
    })
    .returning({ life: keyLives.life });
  return set.length === 1;
}
