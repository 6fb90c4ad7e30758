import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { notMeLinks } from "@/db/schema/accounts";
import { apiKeys } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import { isAlive } from "@/lib/api-keys/key-status";
import { hashLinkToken } from "@/lib/core/link-token";
import type { Mode } from "@/lib/core/mode";
import { formatMoment } from "@/lib/orgs/moment";
import type { Org } from "@/lib/orgs/org";
import { nameOfEvent } from "./event-names";
import type { NotMeView } from "./not-me-view";

/**
 * Of a row in not_me_links: the reader may log in, and is still the user concerned, or an owner of the merchant (of one
 * of that user's merchants, where the change belongs to none).
 */
export const isReaderInCharge = sql<boolean>`(
  exists (select from users reader where reader.org_id = not_me_links.org_id
    and reader.id = not_me_links.reader_id and reader.disabled_at is null)
  and (
    not_me_links.reader_id = not_me_links.concerned_id and (not_me_links.merchant_id is null
      or exists (select from members own where own.org_id = not_me_links.org_id
        and own.merchant_id = not_me_links.merchant_id and own.user_id = not_me_links.reader_id))
    or exists (select from members owner where owner.org_id = not_me_links.org_id
      and owner.user_id = not_me_links.reader_id and owner.role = 'owner'
      and (owner.merchant_id = not_me_links.merchant_id or not_me_links.merchant_id is null
        and exists (select from members theirs where theirs.org_id = not_me_links.org_id
          and theirs.merchant_id = owner.merchant_id and theirs.user_id = not_me_links.concerned_id)))))`;

/** Of a row in not_me_links: the address that it would give back is another user's by now. */
const isTaken = sql<boolean>`exists (select from users other where other.org_id = not_me_links.org_id
  and other.email = not_me_links.restores_email and other.id <> not_me_links.concerned_id)`;

/**
 * What a link leads to. Changes nothing, because mail scanners open links. Null for a token that is not one of this
 * brand's.
 */
export async function findNotMe(org: Org, token: string): Promise<NotMeView | null> {
  const ofKey = sql`${apiKeys} where ${apiKeys.orgId} = not_me_links.org_id
    and ${apiKeys.merchantId} = not_me_links.merchant_id and ${apiKeys.keyId} = not_me_links.key_id`;
  const [row] = await db()
    .select({
      kind: notMeLinks.kind,
      createdAt: notMeLinks.createdAt,
      keyId: notMeLinks.keyId,
      name: users.name,
      isUsed: sql<boolean>`not_me_links.used_at is not null`,
      isOld: sql<boolean>`not_me_links.expires_at <= now()`,
      isReaderInCharge,
      restores: notMeLinks.restoresEmail,
      isVoid: sql<boolean>`not_me_links.voided_at is not null`,
      isTaken,
      mode: sql<Mode | null>`(select ${apiKeys.mode} from ${ofKey})`,
      freezes: sql<boolean>`exists (select from ${ofKey}
        and ${apiKeys.frozenAt} is null and ${isAlive()})`,
    })
    .from(notMeLinks)
    .innerJoin(users, and(eq(users.orgId, notMeLinks.orgId), eq(users.id, notMeLinks.actorId)))
    .where(and(eq(notMeLinks.tokenHash, hashLinkToken(token)), eq(notMeLinks.orgId, org.id)));
  if (!row) return null;
  const { keyId, mode, name, freezes, restores } = row;
  return {
    state: stateOf(row),
    event: nameOfEvent(row.kind),
    happened: formatMoment(org, row.createdAt),
    name,
    key: keyId && mode ? { keyId, mode } : null,
    freezes,
    restores,
  };
}

function stateOf(row: {
  isUsed: boolean;
  isVoid: boolean;
  isOld: boolean;
  isReaderInCharge: boolean;
  isTaken: boolean;
}): NotMeView["state"] {
  if (row.isUsed) return "used";
  if (row.isVoid) return "void";
  if (row.isOld) return "too-old";
  if (!row.isReaderInCharge) return "not-yours";
  return row.isTaken ? "taken" : "open";
}
