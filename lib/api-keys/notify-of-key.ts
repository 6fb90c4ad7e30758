import type { Db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import type { KeyRef } from "@/lib/access/own-key";
import type { Notices } from "@/lib/messages/kinds";
import { notify } from "@/lib/outbox/enqueue";
import { byUser } from "@/lib/outbox/name-people";

type KeyKind = "key-generated" | "key-regenerated" | "key-deactivated" | "key-extended";
type More<K extends KeyKind> = Omit<Notices[K], "keyId" | "mode" | "by" | "byUserId">;

/** Queues a notice to the owners and the actor about a change of a key, in the transaction of the change (L-15). */
export function notifyOfKey<K extends KeyKind>(
  tx: Db,
  kind: K,
  actor: Actor,
  key: KeyRef & More<K>,
): Promise<void> {
  const { org, merchant, user } = actor;
  const about = { orgId: org.id, merchantId: merchant.id, userId: user.id };
  return notify(tx, kind, about, { ...key, ...byUser(user) } as Parameters<typeof notify<K>>[3]);
}
