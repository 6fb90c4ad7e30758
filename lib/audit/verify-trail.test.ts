/** What the owner of the database can do to the trail, and how it is found out (G-5). */
import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { aSink, asOwner, rewriteFrom } from "@/lib/testing/heads";
import { anActor } from "@/lib/testing/people";
import { trailOf } from "@/lib/testing/trail";
import { auditOf } from "./audit-of";
import { readHead, signHead, writeHead } from "./head";
import { recordAudit } from "./record-audit";
import { shipHeads } from "./ship-heads";
import { verifyTrail } from "./verify-trail";

let sink: ReturnType<typeof aSink>;
beforeEach(() => {
  sink = aSink();
});
afterEach(() => sink.remove());

async function add(actor: Actor, entries: number): Promise<void> {
  for (let n = 0; n < entries; n++)
    await transaction((tx) => recordAudit(tx, "access.denied", auditOf(actor)));
}

/** A merchant with this many entries, all of which are shipped. */
async function aShippedTrail(entries: number): Promise<{ actor: Actor; chain: string }> {
  const actor = await anActor();
  await add(actor, entries - 1);
  await shipHeads(sink.shipping);
  return { actor, chain: actor.merchant.id };
}

const look = async (chain: string, shipped?: ReturnType<typeof sink.shipped>) =>
  (await verifyTrail(db(), { chain, shipped })).findings.map(({ what, seq }) => [what, seq]);

describe("a trail that nobody touched", () => {
  test("is what was written, with entries that came after the last head", async () => {
    const { actor, chain } = await aShippedTrail(3);
    await add(actor, 2);
    await shipHeads(sink.shipping);
    await add(actor, 1);
    const trail = await verifyTrail(db(), { chain, shipped: sink.shipped() });
    expect(trail).toEqual({ chains: 1, entries: 6, heads: 2, unreadable: 0, findings: [] });
  });

  test("is checked in pieces, however long it is, and every chain is found", async () => {
    const { actor, chain } = await aShippedTrail(1);
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
    const { chain } = await aShippedTrail(6);
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
    const { actor, chain } = await aShippedTrail(5);
    await asOwner(sql`delete from audit_events where chain = ${chain} and seq > 3`);
    await add(actor, 4);
    await shipHeads(sink.shipping);
    expect(await look(chain)).toEqual([]);
    expect(await look(chain, sink.shipped())).toEqual([["rewritten", 5]]);
  });

  test("removes the chain: nothing is there to look at, and the shipped head tells", async () => {
    const { chain } = await aShippedTrail(4);
    await asOwner(
      sql`delete from audit_events where chain = ${chain}`,
      sql`delete from audit_heads where chain = ${chain}`,
    );
    expect(await look(chain)).toEqual([]);
    expect(await look(chain, sink.shipped())).toEqual([["gone", 4]]);
  });

  test("rewrites the chain and computes every hash again: the links hold, and the shipped head tells", async () => {
    const { actor, chain } = await aShippedTrail(5);
    await add(actor, 1);
    await rewriteFrom(chain, 2);
    expect(await look(chain)).toEqual([]);
    expect(await look(chain, sink.shipped())).toEqual([["rewritten", 5]]);
    // The worker ships the new head: the old one still tells.
    await shipHeads(sink.shipping);
    expect(await look(chain, sink.shipped())).toEqual([["rewritten", 5]]);
  });

  test("lets the database hash what it likes: the hashes are not computed by it", async () => {
    const { chain } = await aShippedTrail(4);
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
    const { chain } = await aShippedTrail(5);
    await asOwner(sql`delete from audit_events where chain = ${chain} and seq = 3`);
    expect(await look(chain)).toEqual([["altered", 4]]);
    const { chain: other } = await aShippedTrail(5);
    await asOwner(sql`update audit_events set event = 'x' where chain = ${other} and seq = 3`);
    expect(await look(other, sink.shipped())).toEqual([["altered", 3]]);
  });
});

describe("a head", () => {
  test("that is not signed, by another's key, or altered, proves nothing and is said", async () => {
    const { chain } = await aShippedTrail(3);
    const [line = ""] = sink.lines().filter((one) => one.includes(chain));
    const head = readHead(line);
    if (!head) throw new Error("no head");
    const { signature: _, key: __, ...bare } = head;
    const strangers = { current: "a1", ring: new Map([["a1", randomBytes(32)]]) };
    const forged = [
      JSON.stringify(bare),
      JSON.stringify({ ...head, seq: 2 }),
      JSON.stringify({ ...head, hash: "00".repeat(32) }),
      JSON.stringify({ ...head, key: "other" }),
      writeHead(signHead(bare, strangers)).trim(),
    ];
    for (const one of forged) {
      sink.write([line, one]);
      const { findings } = await verifyTrail(db(), { chain, shipped: sink.shipped() });
      expect(
        findings.map(({ what }) => what),
        one,
      ).toEqual(["unsigned"]);
      expect(findings[0]?.sentence).toContain(`A head of merchant ${chain}`);
    }
  });

  test("that a crash cut off is counted, and the next begins on a line of its own", async () => {
    const { actor, chain } = await aShippedTrail(2);
    const whole = sink.lines();
    sink.write(whole);
    const { appendFileSync } = await import("node:fs");
    appendFileSync(sink.path, whole[0]?.slice(0, 40) ?? "");
    await add(actor, 1);
    await shipHeads(sink.shipping);
    expect(sink.lines()).toHaveLength(whole.length + 2);
    const trail = await verifyTrail(db(), { chain, shipped: sink.shipped() });
    expect(trail).toMatchObject({ heads: 2, unreadable: 1, findings: [] });
  });

  test("is verified with any key of the ring, so a key can be changed", async () => {
    const { actor, chain } = await aShippedTrail(2);
    const { keys } = sink.shipping;
    sink.shipping.keys = {
      current: "a2",
      ring: new Map([["a2", randomBytes(32)], ...keys.ring]),
    };
    await add(actor, 1);
    await shipHeads(sink.shipping);
    expect(await trailOf(chain)).toHaveLength(3);
    expect(await look(chain, sink.shipped())).toEqual([]);
    expect(sink.lines().filter((one) => one.includes('"key":"a2"'))).toHaveLength(1);
  });
});
