/** What the owner of the database can do to the trail, and how it is found out (G-5). */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { addEntries, aShippedTrail, aSink, asOwner, rewriteFrom } from "@/lib/testing/heads";
import { shipHeads } from "./ship-heads";
import { verifyTrail } from "./verify-trail";

let sink: ReturnType<typeof aSink>;
beforeEach(() => {
  sink = aSink();
});
afterEach(() => sink.remove());

const look = async (chain: string, shipped?: Parameters<typeof verifyTrail>[1]["shipped"]) =>
  (await verifyTrail(db(), { chain, shipped })).findings.map(({ what, seq }) => [what, seq]);

describe("a trail that nobody touched", () => {
  test("is what was written, with entries that came after the last head", async () => {
    const { actor, chain } = await aShippedTrail(sink.shipping, 3);
    await addEntries(actor, 2);
    await shipHeads(sink.shipping);
    await addEntries(actor, 1);
    const trail = await verifyTrail(db(), { chain, shipped: sink.shipped() });
    expect(trail).toEqual({ chains: 1, entries: 6, heads: 2, unreadable: 0, findings: [] });
  });

  test("is checked in pieces, however long it is, and every chain is found", async () => {
    const { actor, chain } = await aShippedTrail(sink.shipping, 1);
    await db().execute(sql`insert into audit_events (org_id, merchant_id, event, outcome, address, user_agent, host, request_id, detail)
      select ${actor.org.id}, ${chain}, 'access.denied', 'ok', 'x', 'x', 'x', 'x', '{}' from generate_series(1, 5200)`);
    expect(await verifyTrail(db(), { chain })).toMatchObject({ entries: 5_201, findings: [] });
    const { rows } = await db().execute<{ n: number }>(
      sql`select count(distinct chain)::int as n from audit_events`,
    );
    expect((await verifyTrail(db(), {})).chains).toBe(rows[0]?.n);
    await asOwner(sql`update audit_events set host = 'y' where chain = ${chain} and seq = 5100`);
    expect(await look(chain)).toEqual([["altered", 5100]]);
  });
});

describe("the owner of the database, with the guards switched off", () => {
  test("cuts the tail: the rest looks whole, and the shipped head tells (G-5)", async () => {
    const { chain } = await aShippedTrail(sink.shipping, 6);
    await asOwner(sql`delete from audit_events where chain = ${chain} and seq > 4`);
    expect(await look(chain)).toEqual([]);
    expect(await look(chain, sink.shipped())).toEqual([["cut", 6]]);
    const { findings } = await verifyTrail(db(), { chain, shipped: sink.shipped() });
    expect(findings[0]?.sentence).toMatch(
      new RegExp(
        `^The trail of merchant ${chain} is not what was written: it ends at entry 4, and entry 6 is gone; its head was shipped at \\d{4}-.*Z\\.$`,
      ),
    );
  });

  test("cuts the tail and lets it grow again: entry by entry it is another one", async () => {
    const { actor, chain } = await aShippedTrail(sink.shipping, 5);
    await asOwner(sql`delete from audit_events where chain = ${chain} and seq > 3`);
    await addEntries(actor, 4);
    await shipHeads(sink.shipping);
    expect(await look(chain)).toEqual([]);
    expect(await look(chain, sink.shipped())).toEqual([["rewritten", 5]]);
  });

  test("removes the chain: nothing is there to look at, and the shipped head tells", async () => {
    const { chain } = await aShippedTrail(sink.shipping, 4);
    await asOwner(
      sql`delete from audit_events where chain = ${chain}`,
      sql`delete from audit_heads where chain = ${chain}`,
    );
    expect(await look(chain)).toEqual([]);
    expect(await look(chain, sink.shipped())).toEqual([["gone", 4]]);
  });

  test("rewrites the chain and computes every hash again: the links hold, and the shipped head tells", async () => {
    const { actor, chain } = await aShippedTrail(sink.shipping, 5);
    await addEntries(actor, 1);
    await rewriteFrom(chain, 2);
    expect(await look(chain)).toEqual([]);
    expect(await look(chain, sink.shipped())).toEqual([["rewritten", 5]]);
    // The worker ships the new head: the old one still tells.
    await shipHeads(sink.shipping);
    expect(await look(chain, sink.shipped())).toEqual([["rewritten", 5]]);
  });

  test("lets the database hash what it likes: the hashes are not computed by it", async () => {
    const { chain } = await aShippedTrail(sink.shipping, 4);
    const undone = transaction(async (tx) => {
      await tx.execute(sql`create or replace function audit_event_hash(previous bytea, event audit_events) returns bytea
        language sql stable as 'select event.hash'`);
      await tx.execute(sql`alter table audit_events disable trigger all`);
      await tx.execute(
        sql`update audit_events set address = 'x' where chain = ${chain} and seq = 2`,
      );
      const { findings } = await verifyTrail(tx, { chain, shipped: sink.shipped() });
      expect(findings.map(({ what, seq }) => [what, seq])).toEqual([
        ["altered", 2],
        ["unguarded", 0],
        ["unguarded", 0],
      ]);
      expect(findings.at(-1)?.sentence).toContain("lost its guard audit_events_append_only");
      throw new Error("roll back");
    });
    await expect(undone).rejects.toThrow("roll back");
  });

  test("takes one entry out of the middle, or alters one: found without any head", async () => {
    const { chain } = await aShippedTrail(sink.shipping, 5);
    await asOwner(sql`delete from audit_events where chain = ${chain} and seq = 3`);
    expect(await look(chain)).toEqual([["altered", 4]]);
    const { chain: other } = await aShippedTrail(sink.shipping, 5);
    await asOwner(sql`update audit_events set event = 'x' where chain = ${other} and seq = 3`);
    expect(await look(other, sink.shipped())).toEqual([["altered", 3]]);
  });
});
