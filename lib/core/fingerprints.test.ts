import { describe, expect, test } from "vitest";
import {
  compareRings,
  fingerprintsOf,
  keyPepperMade,
  type Rings,
  refuseDiffering,
} from "./fingerprints";
import type { Ring } from "./ring";

const secret = (letter: string) => Buffer.alloc(32, letter);
const ring = (entries: Record<string, string>): Ring => {
  const secrets = Object.entries(entries).map(([id, letter]) => [id, secret(letter)] as const);
  return { current: secrets[0]?.[0] ?? "", ring: new Map(secrets) };
};
const known = (rings: Rings, ...inUse: [ring: string, id: string][]) => ({
  fingerprints: fingerprintsOf(rings),
  inUse: inUse.map(([name, id]) => ({ ring: name, id })),
});

const made = { KEY_PEPPERS: keyPepperMade, OTP_PEPPER: "with which something was sealed" };
const compare = (rings: Rings, database: ReturnType<typeof known>) =>
  compareRings(rings, database, { made, together: ["SEALING_KEYS", "OTP_PEPPER"] });

describe("a process's rings beside what the database knows (D28)", () => {
  test("the same secret differs in no ring, another under the same id does, and the sentence names both", () => {
    const database = known({ KEY_PEPPERS: ring({ k1: "a" }), OTP_PEPPER: ring({ 0: "o" }) });
    const same = { KEY_PEPPERS: ring({ k1: "a" }), OTP_PEPPER: ring({ 0: "o" }) };
    expect(compare(same, database)).toEqual({ differing: [], lacking: [] });
    const other = { KEY_PEPPERS: ring({ k1: "b" }), OTP_PEPPER: ring({ 0: "p" }) };
    const { differing } = compare(other, database);
    expect(differing).toHaveLength(2);
    expect(() => refuseDiffering({ differing, lacking: [] })).toThrow(
      /^Keydesk cannot start: KEY_PEPPERS gives the id k1 to another secret .* OTP_PEPPER gives the id 0 /,
    );
  });

  test("adding and retiring ids is no difference, whatever the order", () => {
    const database = known({ KEY_PEPPERS: ring({ k1: "a", k2: "b" }) }, ["KEY_PEPPERS", "k2"]);
    const rings: Record<string, string>[] = [
      { k1: "a" },
      { k2: "b", k1: "a" },
      { k3: "c", k2: "b" },
    ];
    for (const own of rings)
      expect(compare({ KEY_PEPPERS: ring(own) }, database).differing).toEqual([]);
  });

  test("an id in use that is not held is told, those of other processes' rings are not", () => {
    const database = known(
      { KEY_PEPPERS: ring({ k1: "a", k2: "b" }) },
      ["KEY_PEPPERS", "k1"],
      ["PASSWORD_PEPPERS", "p1"],
    );
    expect(compare({ KEY_PEPPERS: ring({ k2: "b" }) }, database).lacking).toEqual([
      "KEY_PEPPERS lacks the id k1, with which living keys were made: they cannot be checked.",
    ]);
  });

  test("what OTP_PEPPER has sealed may be opened by SEALING_KEYS, under another id", () => {
    const database = known({ OTP_PEPPER: ring({ 0: "o" }) }, ["OTP_PEPPER", "0"]);
    const own = { OTP_PEPPER: ring({ b: "p" }), SEALING_KEYS: ring({ s1: "s" }) };
    expect(compare(own, database).lacking).toHaveLength(1);
    const moved = { ...own, SEALING_KEYS: ring({ s1: "s", 0: "o" }) };
    expect(compare(moved, database).lacking).toEqual([]);
  });

  test("a fingerprint is that of its secret in its ring, and shows nothing of it", () => {
    const [one, other] = fingerprintsOf({ A: ring({ x: "a" }), B: ring({ x: "a" }) });
    expect(one?.fingerprint).toHaveLength(32);
    expect(one?.fingerprint).not.toEqual(other?.fingerprint);
    expect(one?.fingerprint.includes(secret("a"))).toBe(false);
  });
});
