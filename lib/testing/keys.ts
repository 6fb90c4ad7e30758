import { randomUUID } from "node:crypto";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { generateKey } from "@/lib/api-keys/generate-key";
import type { Minted } from "@/lib/api-keys/insert-key";
import { type Choice, regenerateKey } from "@/lib/api-keys/regenerate-key";
import type { Mode } from "@/lib/core/mode";

export async function aKey(actor: Actor, mode: Mode = "test"): Promise<Minted> {
  return needed(await generateKey(actor, { mode, requestId: randomUUID() }));
}

/** Regenerates a key. The actor's session must be covered by an OTP. */
export async function aReplacement(
  actor: Actor,
  old: Minted,
  choice: Choice,
  mode: Mode = "test",
): Promise<Minted> {
  return needed(
    await regenerateKey(actor, { mode, keyId: old.keyId, choice, requestId: randomUUID() }),
  );
}

/** Moves all of a key's times into the past, which has the same effect as waiting (D18). */
async function shiftKey(actor: Actor, keyId: string, by: SQL): Promise<void> {
  const earlier = (column: typeof apiKeys.createdAt | typeof apiKeys.expiresAt) =>
    sql`${column} - ${by}`;
  await db()
    .update(apiKeys)
    .set({
      createdAt: earlier(apiKeys.createdAt),
      expiresAt: earlier(apiKeys.expiresAt),
      replacedAt: earlier(apiKeys.replacedAt),
      deactivatesAt: earlier(apiKeys.deactivatesAt),
    })
    .where(and(eq(apiKeys.keyId, keyId), eq(apiKeys.orgId, actor.org.id)));
}

export function ageKey(actor: Actor, keyId: string, seconds: number): Promise<void> {
  return shiftKey(actor, keyId, sql`make_interval(secs => ${seconds})`);
}

/** Moves a retiring key's times so that its deadline is this many seconds away; -1 is one second after it. */
export function ageKeyToEnd(actor: Actor, keyId: string, secondsLeft: number): Promise<void> {
  return shiftKey(
    actor,
    keyId,
    sql`(${apiKeys.deactivatesAt} - now() - make_interval(secs => ${secondsLeft}))`,
  );
}

/** Gives a key an expiry this many seconds from now. */
export async function expireKeyIn(actor: Actor, keyId: string, seconds: number): Promise<void> {
  await db()
    .update(apiKeys)
    .set({
      createdAt: sql`least(${apiKeys.createdAt}, now() - interval '400 days')`,
      expiresAt: sql`now() + make_interval(secs => ${seconds})`,
    })
    .where(and(eq(apiKeys.keyId, keyId), eq(apiKeys.orgId, actor.org.id)));
}

function needed(minted: Minted | null): Minted {
  if (!minted) throw new Error("this request had made its key before");
  return minted;
}

/** So many keys that were replaced long ago, one a minute, before the merchant's first key. */
export async function pastKeys(actor: Actor, count: number, mode: Mode = "test"): Promise<void> {
  const { org, merchant, user } = actor;
  await db().execute(sql`
    insert into api_keys (id, org_id, merchant_id, mode, key_id, secret_hash, pepper_id, created_at, created_by,
      replaced_at, deactivates_at, request_id)
    select 'key_' || substr(md5(${merchant.id} || n), 1, 20), ${org.id}, ${merchant.id}, ${mode},
      ${`${org.keyPrefix}_${mode}_`} || substr(md5(${merchant.id} || n), 1, 14), sha256(int8send(n)), 'k1',
      now() - make_interval(mins => n::int + 10), ${user.id}, now() - make_interval(mins => n::int + 5),
      now() - make_interval(mins => n::int + 5), 'past ' || n
    from generate_series(1, ${count}::bigint) n`);
}
