import { randomBytes } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { recoveryCodes } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { secretFingerprints, secretsInUse } from "@/db/schema/secrets";
import { replaceRecoveryCodes } from "@/lib/factors/recovery-codes";
import { forgetSecret, listSecrets } from "@/lib/operator/secrets";
import { hashPassword } from "@/lib/passwords/password";
import { anApp } from "@/lib/testing/authenticator";
import { anAuthorizer, ask } from "@/lib/testing/authorizer";
import { aKey, expireKeyIn } from "@/lib/testing/keys";
import { aMember, anActor } from "@/lib/testing/people";
import { aSecret, ringNames, withSecrets } from "@/lib/testing/rings";
import { compareSecrets, registerSecrets } from "./check-secrets";

const anId = () => `t${randomBytes(5).toString("hex")}`;
const pairOf = (id: string) => `${id}:${aSecret()}`;

const inUse = async (id: string) =>
  (await db().select().from(secretsInUse).where(eq(secretsInUse.id, id))).map(({ ring }) => ring);

describe("fingerprints in the database (D28)", () => {
  test("a secret is registered once; a process with another one of its id is told so, in each ring", async () => {
    for (const ring of ringNames) {
      const id = anId();
      const first = { [ring]: pairOf(id) };
      expect((await withSecrets(first, registerSecrets)).differing).toEqual([]);
      expect((await withSecrets(first, registerSecrets)).differing).toEqual([]);
      const { differing } = await withSecrets({ [ring]: pairOf(id) }, registerSecrets);
      expect(differing).toEqual([expect.stringContaining(`${ring} gives the id ${id} to another`)]);
      expect((await withSecrets(first, compareSecrets)).differing).toEqual([]);
    }
  });

  test("a process that is refused leaves none of its other fingerprints", async () => {
    const [known, other] = [anId(), anId()];
    await withSecrets({ KEY_PEPPERS: pairOf(known) }, registerSecrets);
    await withSecrets({ KEY_PEPPERS: `${pairOf(known)},${pairOf(other)}` }, registerSecrets);
    const isOther = eq(secretFingerprints.id, other);
    expect(await db().select().from(secretFingerprints).where(isOther)).toEqual([]);
  });

  test("neither the secret nor what leads to it is stored", async () => {
    const [id, secret] = [anId(), aSecret()];
    await withSecrets({ OTP_PEPPER: `${id}:${secret}` }, registerSecrets);
    const isThis = eq(secretFingerprints.id, id);
    const [row] = await db().select().from(secretFingerprints).where(isThis);
    expect(row?.fingerprint).toHaveLength(32);
    expect(row?.fingerprint.equals(Buffer.from(secret, "base64"))).toBe(false);
  });
});

describe("secrets in use", () => {
  test("are those of living keys, of passwords, of apps and of unused recovery codes", async () => {
    const id = anId();
    const pairs = {
      KEY_PEPPERS: pairOf(id),
      PASSWORD_PEPPERS: pairOf(id),
      SEALING_KEYS: pairOf(id),
    };
    expect(await inUse(id)).toEqual([]);
    const actor = await anActor();
    const member = await aMember();
    const owner = { orgId: member.org.id, userId: member.userId };
    const isTheirs = eq(users.id, member.userId);
    const key = await withSecrets(pairs, async () => {
      const passwordHash = await hashPassword("a-long-enough-test-password");
      await db().update(users).set({ passwordHash }).where(isTheirs);
      await transaction((tx) => replaceRecoveryCodes(tx, owner));
      return aKey(actor);
    });
    expect((await inUse(id)).sort()).toEqual(["KEY_PEPPERS", "PASSWORD_PEPPERS", "SEALING_KEYS"]);
    const { lacking } = await compareSecrets();
    for (const ring of Object.keys(pairs))
      expect(lacking).toContainEqual(expect.stringContaining(`${ring} lacks the id ${id}, `));

    await expireKeyIn(actor, key.keyId, -1);
    await db().update(users).set({ passwordHash: null }).where(isTheirs);
    await db()
      .update(recoveryCodes)
      .set({ usedAt: sql`now()` })
      .where(eq(recoveryCodes.userId, member.userId));
    expect(await inUse(id)).toEqual([]);
    await withSecrets(pairs, () => anApp(member));
    expect(await inUse(id)).toEqual(["SEALING_KEYS"]);
  });

  test("of OTP_PEPPER, which sealed before, are held by SEALING_KEYS with its secret too", async () => {
    const [id, secret] = [anId(), aSecret()];
    const before = { OTP_PEPPER: `${id}:${secret}` };
    await withSecrets(before, registerSecrets);
    const member = await aMember();
    await withSecrets(before, () => anApp(member));
    const lackingWith = async (secrets: Parameters<typeof withSecrets>[0]) => {
      const { lacking } = await withSecrets(secrets, compareSecrets);
      return lacking.filter((sentence) => sentence.includes(id));
    };
    expect(await lackingWith({})).toEqual([
      expect.stringContaining(`OTP_PEPPER lacks the id ${id}, with which authenticator apps`),
    ]);
    expect(await lackingWith(before)).toEqual([]);
    expect(await lackingWith({ SEALING_KEYS: `${pairOf(anId())},${secret}` })).toEqual([]);
  });
});

describe("the authorizer", () => {
  test("with another pepper under an id that is known does not start, and says which", async () => {
    const id = anId();
    await withSecrets({ KEY_PEPPERS: pairOf(id) }, registerSecrets);
    await expect(anAuthorizer({ KEY_PEPPERS: pairOf(id) })).rejects.toThrow(
      `Keydesk cannot start: KEY_PEPPERS gives the id ${id} to another secret than the one that the database knows by it`,
    );
  });

  test("that lacks a pepper with living keys says so in /readyz and serves the others", async () => {
    const [old, next] = [pairOf(anId()), pairOf(anId())];
    const [oldId = ""] = old.split(":");
    const actor = await anActor();
    const key = await withSecrets({ KEY_PEPPERS: next }, () => aKey(actor));
    const ofOld = await withSecrets({ KEY_PEPPERS: old }, async () => aKey(await anActor()));
    const authorizer = await anAuthorizer({ KEY_PEPPERS: next });
    const ready = await ask(`${authorizer.url}/readyz`, []);
    expect([ready.status, ready.body]).toEqual([
      200,
      expect.stringMatching(
        new RegExp(`^ready\n.*KEY_PEPPERS lacks the id ${oldId}, with which living keys were made`),
      ),
    ]);
    expect((await ask(`${authorizer.url}/authorize`, key)).status).toBe(204);
    expect((await ask(`${authorizer.url}/authorize`, ofOld)).status).toBe(503);
    await authorizer.stop();
  });
});

describe("the operator", () => {
  test("sees ids and their use, and forgets one that was first given to a wrong secret", async () => {
    const [id, right] = [anId(), aSecret()];
    await withSecrets({ KEY_PEPPERS: pairOf(id) }, registerSecrets);
    expect(await listSecrets()).toContainEqual(
      expect.objectContaining({ ring: "KEY_PEPPERS", id, isInUse: false }),
    );
    const corrected = { KEY_PEPPERS: `${id}:${right}` };
    expect((await withSecrets(corrected, registerSecrets)).differing).toHaveLength(1);
    await forgetSecret("KEY_PEPPERS", id);
    expect((await withSecrets(corrected, registerSecrets)).differing).toEqual([]);
    await expect(forgetSecret("KEY_PEPPERS", anId())).rejects.toMatchObject({ code: "unknown" });

    await withSecrets(corrected, async () => aKey(await anActor()));
    await expect(forgetSecret("KEY_PEPPERS", id)).rejects.toMatchObject({ code: "already_so" });
    const { lacking } = await withSecrets(corrected, compareSecrets);
    expect(lacking.filter((sentence) => sentence.includes(id))).toEqual([]);
  });
});
