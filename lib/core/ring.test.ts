import { hkdfSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { aSecret, ringNames, withSecrets } from "@/lib/testing/rings";
import { deriveKey, deriveKeys } from "./derive-key";
import { env, parseEnv } from "./env";
import { linkToken, newLinkId } from "./link-token";
import { currentSecret, type Ring, secretsOf } from "./ring";

const parse = (name: (typeof ringNames)[number], value: string) =>
  parseEnv({ ...process.env, [name]: value })[name] as Ring;

describe("a ring of secrets (D28)", () => {
  test.each(ringNames)(
    "%s may be one secret without an id, which is 0, as before there were ids",
    (name) => {
      const secret = aSecret();
      const { current, ring } = parse(name, secret);
      expect([current, [...ring.keys()]]).toEqual(["0", ["0"]]);
      expect(parse(name, `0:${secret}`)).toEqual(parse(name, secret));
    },
  );

  test.each(ringNames)(
    "%s: the first makes what is new, a secret without an id may stand anywhere",
    (name) => {
      const [old, next] = [aSecret(), aSecret()];
      const before = parse(name, `${old},b:${next}`);
      const after = parse(name, `b:${next}, ${old}`);
      expect([before.current, after.current]).toEqual(["0", "b"]);
      expect(currentSecret(before)).toEqual(after.ring.get("0"));
      expect(secretsOf(after)).toEqual([...secretsOf(before)].reverse());
    },
  );

  test.each([
    ["two secrets without an id", (one: string, two: string) => `${one},${two}`],
    ["an id that stands twice", (one: string, two: string) => `a:${one},a:${two}`],
    ["a capital letter in an id", (one: string) => `A:${one}`],
    ["an empty id", (one: string) => `:${one}`],
    ["an entry that is empty", (one: string) => `${one},`],
  ])("%s is refused in a sentence that quotes no secret", (_, make) => {
    const [one, two] = [aSecret(), aSecret()];
    for (const name of ringNames) {
      expect(() => parse(name, make(one, two))).toThrow(name);
      expect(() => parse(name, make(one, two))).not.toThrow(one);
    }
  });
});

describe("what NEXTAUTH_SECRET makes", () => {
  test("is for a value without an id what it was before there were ids", async () => {
    const secret = aSecret();
    await withSecrets({ NEXTAUTH_SECRET: secret }, async () => {
      const before = hkdfSync("sha256", secret, "", "keydesk mail links", 32);
      expect(deriveKey("mail links")).toEqual(Buffer.from(before));
      expect(newLinkId("signup")).toMatch(/^sgn_[0-9A-Za-z]{20}$/);
      expect(currentSecret(env().NEXTAUTH_SECRET).toString()).toBe(secret);
    });
  });

  test("a link's token is the same whichever process writes its mail, before and after the change", async () => {
    const [old, next] = [aSecret(), aSecret()];
    const [both, swapped, alone] = [`${old},b:${next}`, `b:${next},${old}`, `b:${next}`];
    const tokenIn = (ring: string, id: string) =>
      withSecrets({ NEXTAUTH_SECRET: ring }, async () => linkToken("not-me", id));
    const idIn = (ring: string) =>
      withSecrets({ NEXTAUTH_SECRET: ring }, async () => newLinkId("not-me"));

    const ofOld = await idIn(old);
    const first = await tokenIn(old, ofOld);
    for (const ring of [both, swapped]) expect(await tokenIn(ring, ofOld)).toBe(first);

    const ofNew = await idIn(swapped);
    expect(ofNew).toMatch(/^nml_[0-9A-Za-z]{20}_b$/);
    const second = await tokenIn(swapped, ofNew);
    for (const ring of [both, alone]) expect(await tokenIn(ring, ofNew)).toBe(second);
    // Such a process must not mail a link that cannot work: the mail waits for one that knows the secret.
    await expect(tokenIn(old, ofNew)).rejects.toThrow("no secret with the id b");
  });

  test("keys for one use come with the current one first", async () => {
    const [old, next] = [aSecret(), aSecret()];
    await withSecrets({ NEXTAUTH_SECRET: `b:${next},${old}` }, async () => {
      const keys = deriveKeys("anything");
      expect(keys).toHaveLength(2);
      expect(deriveKey("anything")).toEqual(keys[0]);
    });
  });
});
