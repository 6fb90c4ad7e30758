/** The heads of the audit trail leave the host: to a file, or to a collector over HTTP (G-8). */
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { auditOf } from "@/lib/audit/audit-of";
import { isEntry, publicKeysOf, readHead } from "@/lib/audit/head";
import { recordAudit } from "@/lib/audit/record-audit";
import { readShippingLag, shipHeads, shippingOf } from "@/lib/audit/ship-heads";
import { readSink } from "@/lib/audit/sink";
import { verifyTrail } from "@/lib/audit/verify-trail";
import { log } from "@/lib/core/log";
import { Collector } from "@/lib/testing/collector";
import { aSink, asOwner } from "@/lib/testing/heads";
import { anActor } from "@/lib/testing/people";
import { asServingRole } from "@/lib/testing/serving";
import { trailOf } from "@/lib/testing/trail";
import { startShipping } from "./shipping";
import { openWorkerMetrics } from "./worker-metrics";

const add = (actor: Actor) => transaction((tx) => recordAudit(tx, "access.denied", auditOf(actor)));

let collector: Collector;
let sink: ReturnType<typeof aSink>;
let env: Parameters<typeof startShipping>[0];

beforeEach(async () => {
  collector = new Collector();
  sink = aSink();
  const url = await collector.start();
  sink.shipping.sink = { url, token: "a-token-of-the-sink" };
  env = {
    AUDIT_SIGNING_KEYS: sink.shipping.keys,
    AUDIT_SINK_URL: url,
    AUDIT_SINK_TOKEN: "a-token-of-the-sink",
  };
});
afterEach(async () => {
  vi.restoreAllMocks();
  await collector.stop();
  sink.remove();
});

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; !isSo(); tries++) {
    if (tries > 500) throw new Error("it did not come to that");
    await sleep(20);
  }
}

describe("the worker", () => {
  test("posts signed heads with the sink's token, and what the collector holds verifies the trail (G-8)", async () => {
    const actor = await anActor();
    await add(actor);
    const shipping = startShipping(env);
    await until(() => collector.headsOf(actor.merchant.id).length > 0);
    await shipping.stop();
    const [head] = collector.headsOf(actor.merchant.id);
    const [, newest] = await trailOf(actor.merchant.id);
    expect(head).toMatchObject({ seq: 2, hash: newest?.hash.toString("hex"), key: "a1" });
    expect(collector.asked[0]).toMatchObject({
      authorization: "Bearer a-token-of-the-sink",
      "content-type": "application/x-ndjson",
    });
    const shipped = {
      lines: readSink(sink.shipping.sink),
      keys: publicKeysOf(sink.shipping.keys),
    };
    const verified = await verifyTrail(db(), { chain: actor.merchant.id, shipped });
    expect(verified).toMatchObject({ heads: 1, findings: [] });
  });

  test("catches up after an outage of the sink, which is an alarm in the log", async () => {
    await shipHeads(sink.shipping);
    const alarm = vi.spyOn(log(), "error");
    collector.status = 503;
    const actors = await Promise.all([anActor(), anActor()]);
    const shipping = startShipping(env, 20);
    await until(() => alarm.mock.calls.length > 2);
    expect(alarm.mock.calls[0]?.[0]).toMatchObject({ alarm: "audit.not_shipped" });
    expect((await readShippingLag()).chains).toBe(2);
    for (const actor of actors) await add(actor);
    collector.status = 204;
    const newest = ({ merchant }: Actor) => collector.headsOf(merchant.id).at(-1)?.seq;
    await until(() => actors.every((actor) => newest(actor) === 2));
    await shipping.stop();
  });

  test("ships a head once more when it does not hear that the sink has it", async () => {
    const { merchant } = await anActor();
    Object.assign(collector, { status: 502, isDeaf: true });
    await expect(shipHeads(sink.shipping)).rejects.toThrow("answers 502");
    collector.status = 204;
    await shipHeads(sink.shipping);
    expect(collector.headsOf(merchant.id).map(({ seq }) => seq)).toEqual([1, 1]);
    await shipHeads(sink.shipping);
    expect(collector.headsOf(merchant.id)).toHaveLength(2);
  });

  test("of several workers one ships, with the rights of the serving role", async () => {
    const { merchant } = await anActor();
    const shipped = await asServingRole(() =>
      Promise.all(Array.from({ length: 4 }, () => shipHeads(sink.shipping))),
    );
    expect(shipped.filter(Boolean)).toHaveLength(1);
    expect(collector.headsOf(merchant.id)).toHaveLength(1);
    const metrics = await openWorkerMetrics({ host: "127.0.0.1", port: 0 }, true);
    const told = await (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text();
    metrics.close();
    expect(told).toMatch(/^keydesk_audit_unshipped_seconds 0$/m);
    expect(told).toMatch(/^keydesk_audit_head_shipped_seconds [\d.]+$/m);
    const lag = await asServingRole(readShippingLag);
    expect(lag).toMatchObject({ seconds: 0, chains: 0 });
    expect(Date.now() - (lag.shippedAt?.getTime() ?? 0)).toBeLessThan(60_000);
  });

  test("neither waits for an entry that is being written, nor misses it", async () => {
    const actor = await anActor();
    const { id } = actor.merchant;
    await transaction(async (tx) => {
      await recordAudit(tx, "access.denied", auditOf(actor));
      await shipHeads(sink.shipping);
    });
    expect((await readShippingLag()).chains).toBe(1);
    await shipHeads(sink.shipping);
    expect(collector.headsOf(id).map(({ seq }) => seq)).toEqual([1, 2]);
    expect((await readShippingLag()).chains).toBe(0);
  });

  test("tells when a chain has become shorter than what was shipped of it, and ships no such head", async () => {
    const actor = await anActor();
    const { id } = actor.merchant;
    for (let n = 0; n < 4; n++) await add(actor);
    await shipHeads(sink.shipping);
    await asOwner(sql`delete from audit_events where chain = ${id} and seq > 2`);
    await add(actor);
    const alarm = vi.spyOn(log(), "error");
    await shipHeads(sink.shipping);
    const facts = { alarm: "audit.shorter", chain: id, shipped: 5, left: 3 };
    expect(alarm.mock.calls[0]?.[0]).toEqual(facts);
    expect(collector.headsOf(id).map(({ seq }) => seq)).toEqual([5]);
  });

  test("ships the entries themselves if that is asked, each once and in order, before the head that proves them (G-8)", async () => {
    await shipHeads(sink.shipping);
    const actor = await anActor();
    const { id } = actor.merchant;
    for (let n = 0; n < 44; n++) await add(actor);
    const shipping = shippingOf({ ...env, AUDIT_SINK_ENTRIES: "1" });
    if (!shipping) throw new Error("no sink");
    await asServingRole(() => shipHeads(shipping));
    const rows = await trailOf(id);
    const lines = collector.body.split("\n").filter((line) => line.includes(id));
    const entries = lines.filter(isEntry).map((line) => JSON.parse(line).entry);
    expect(entries.map(({ seq, event, hash }) => [seq, event, hash])).toEqual(
      rows.map(({ seq, event, hash }) => [seq, event, hash.toString("hex")]),
    );
    expect(collector.headsOf(id).map(({ seq }) => seq)).toEqual([20, 40, 45]);
    const places = [20, 40, 45].map((seq) =>
      lines.findIndex((line) => readHead(line)?.seq === seq),
    );
    expect(places).toEqual([20, 41, 47]);
    const shipped = {
      lines: readSink(sink.shipping.sink),
      keys: publicKeysOf(sink.shipping.keys),
    };
    const verified = await verifyTrail(db(), { chain: id, shipped });
    expect(verified).toMatchObject({ heads: 3, unreadable: 0, findings: [] });
  });

  test("without a sink says so once, and ships nothing", async () => {
    const said = vi.spyOn(log(), "warn");
    const shipping = startShipping({}, 5);
    await sleep(30);
    await shipping.stop();
    expect(said.mock.calls).toEqual([[expect.stringContaining("AUDIT_SINK_URL is not set")]]);
  });
});
