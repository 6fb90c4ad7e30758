/** What a shipped head must be to prove anything (G-5). */
import { randomBytes } from "node:crypto";
import { appendFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { addEntries, aShippedTrail, aSink } from "@/lib/testing/heads";
import { trailOf } from "@/lib/testing/trail";
import { readHead, signHead, writeHead } from "./head";
import { shipHeads } from "./ship-heads";
import { verifyTrail } from "./verify-trail";

let sink: ReturnType<typeof aSink>;
beforeEach(() => {
  sink = aSink();
});
afterEach(() => sink.remove());

const look = async (chain: string, shipped?: Parameters<typeof verifyTrail>[1]["shipped"]) =>
  (await verifyTrail(db(), { chain, shipped })).findings.map(({ what, seq }) => [what, seq]);

describe("a head", () => {
  test("that is not signed, by another's key, or altered, proves nothing and is said", async () => {
    const { chain } = await aShippedTrail(sink.shipping, 3);
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

  test("that was shipped and is not in the sink any more is said, unless a copy is read that may be older", async () => {
    const { actor, chain } = await aShippedTrail(sink.shipping, 2);
    const before = sink.lines();
    await addEntries(actor, 1);
    await shipHeads(sink.shipping);
    const lookAtSink = () => look(chain, { ...sink.shipped(), isWhole: true });
    expect(await lookAtSink()).toEqual([]);
    sink.write(before);
    expect(await lookAtSink()).toEqual([["lost", 3]]);
    expect(await look(chain, sink.shipped())).toEqual([]);
    sink.write([]);
    const { findings } = await verifyTrail(db(), {
      chain,
      shipped: { ...sink.shipped(), isWhole: true },
    });
    expect(findings[0]?.sentence).toBe(
      `The shipped heads of merchant ${chain} are not all there: entry 3 was shipped, and there is no head.`,
    );
  });

  test("that a crash cut off is counted, and the next begins on a line of its own", async () => {
    const { actor, chain } = await aShippedTrail(sink.shipping, 2);
    const whole = sink.lines();
    sink.write(whole);
    appendFileSync(sink.path, whole[0]?.slice(0, 40) ?? "");
    await addEntries(actor, 1);
    await shipHeads(sink.shipping);
    expect(sink.lines()).toHaveLength(whole.length + 2);
    const trail = await verifyTrail(db(), { chain, shipped: sink.shipped() });
    expect(trail).toMatchObject({ heads: 2, unreadable: 1, findings: [] });
  });

  test("is verified with any key of the ring, so a key can be changed", async () => {
    const { actor, chain } = await aShippedTrail(sink.shipping, 2);
    const { keys } = sink.shipping;
    sink.shipping.keys = {
      current: "a2",
      ring: new Map([["a2", randomBytes(32)], ...keys.ring]),
    };
    await addEntries(actor, 1);
    await shipHeads(sink.shipping);
    expect(await trailOf(chain)).toHaveLength(3);
    expect(await look(chain, sink.shipped())).toEqual([]);
    expect(sink.lines().filter((one) => one.includes('"key":"a2"'))).toHaveLength(1);
  });
});
