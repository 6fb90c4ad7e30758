import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { keyLives } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import type { Mode } from "@/lib/core/mode";
import { lifeOfNewKeys } from "@/lib/orgs/key-life";
import type { KeyLife } from "@/lib/orgs/org";

const isHere = (actor: Actor, mode: Mode) =>
  and(
    eq(keyLives.orgId, actor.org.id),
    eq(keyLives.merchantId, actor.merchant.id),
    eq(keyLives.mode, mode),
  );

/** What the merchant chose, as a column of any query; null: nothing, so the brand's default counts. */
export function chosenLifeColumn(actor: Actor, mode: Mode): SQL<KeyLife | null> {
  return sql`(select ${keyLives.life} from ${keyLives} where ${isHere(actor, mode)})`;
}

/** How long a key lives that is made now: as the merchant chose, within the brand's policy. */
export async function readKeyLife(db: Db, actor: Actor, mode: Mode): Promise<KeyLife> {
  const [row] = await db.select({ life: keyLives.life }).from(keyLives).where(isHere(actor, mode));
  return lifeOfNewKeys(actor.org, row?.life ?? null);
}
