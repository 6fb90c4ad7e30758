import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { aUse } from "@/lib/testing/usage";
import { addressesColumn } from "./addresses-column";

type Owner = Awaited<ReturnType<typeof anActor>>;

async function seen({ org, merchant }: Owner, keyId: string) {
  const isOwn = and(eq(apiKeys.orgId, org.id), eq(apiKeys.merchantId, merchant.id));
  const [row] = await db()
    .select({ addresses: addressesColumn })
    .from(apiKeys)
    .where(and(isOwn, eq(apiKeys.keyId, keyId)));
  return row?.addresses;
}

/** Ten requests on each of these days, which usage is too late to be added for. */
async function wasUsed(keyId: string, daysAgo: number[], address: string): Promise<void> {
  for (const days of daysAgo)
    await db().execute(sql`
      insert into key_addresses (org_id, merchant_id, key_id, day, address, requests, first_used_at, last_used_at)
      select org_id, merchant_id, key_id, day, ${address}, 10, day, day + interval '2 hours'
      from api_keys, lateral (select date_trunc('day', now(), 'UTC') - make_interval(days => ${days}) as day) d
      where key_id = ${keyId}`);
}

describe("the addresses that a key's page shows", () => {
  test("are those of 30 days, the busiest first, with first and last use and all requests", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    expect(await seen(actor, keyId)).toEqual([]);
    await wasUsed(keyId, [0, 1, 29], "203.0.113.1");
    await wasUsed(keyId, [29, 30, 31], "2001:db8::2");
    await wasUsed(keyId, [30], "203.0.113.3");
    await aUse(keyId, { requests: 25, address: "203.0.113.4" });
    const rows = (await seen(actor, keyId)) ?? [];
    expect(rows.map(({ address, requests }) => [address, requests])).toEqual([
      ["203.0.113.1", 30],
      ["203.0.113.4", 25],
      ["2001:db8::2", 10],
    ]);
    const dayMs = 24 * 3_600_000;
    const today = Math.floor(Date.now() / dayMs) * dayMs;
    expect(rows[0]).toMatchObject({
      firstUsedAt: new Date(today - 29 * dayMs),
      lastUsedAt: new Date(today + 2 * 3_600_000),
    });
  });

  test("are fifty by name; the rest come last together, and no request is missing", async () => {
    const actor = await anActor();
    const { keyId } = await aKey(actor);
    for (let n = 0; n < 70; n++) await wasUsed(keyId, [n % 20], `203.0.113.${n}`);
    await wasUsed(keyId, [1, 2], "203.0.113.69");
    await wasUsed(keyId, [1, 2], "other");
    await aUse(keyId, { requests: 3, address: "198.51.100.1" });
    const rows = (await seen(actor, keyId)) ?? [];
    expect(rows).toHaveLength(51);
    expect(rows[0]?.address).toBe("203.0.113.69");
    expect(rows.at(-1)).toMatchObject({ address: "other", requests: 10 * 20 + 20 + 3 });
    expect(rows.reduce((sum, { requests }) => sum + requests, 0)).toBe(70 * 10 + 20 + 20 + 3);
  });

  test("are the own key's alone (C-4, K-7)", async () => {
    const [actor, other, axis] = [
      await anActor(),
      await anActor(),
      await anActor({ org: "axis" }),
    ] as const;
    const [first, second] = [await aKey(actor), await aKey(actor, "live")];
    await aUse(first.keyId, { address: "203.0.113.1" });
    await aUse(second.keyId, { address: "203.0.113.2" });
    await aUse((await aKey(other)).keyId, { address: "203.0.113.3" });
    expect((await seen(actor, first.keyId))?.map(({ address }) => address)).toEqual([
      "203.0.113.1",
    ]);
    expect(await seen(other, first.keyId)).toBeUndefined();
    expect(await seen(axis, first.keyId)).toBeUndefined();
  });
});
