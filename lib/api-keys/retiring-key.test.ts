import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { ageKeyToEnd, aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { verdictOf } from "@/lib/testing/verdict";
import { deactivateKey } from "./deactivate-key";
import { extendKey } from "./extend-key";
import { listKeys } from "./list-keys";

const hour = 60 * 60;

describe("a retiring key", () => {
  test('"Deactivate now" ends it at the commit, and a retry changes nothing', async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    await aReplacement(actor, old, "in-24-hours");
    const ref = { mode: "test", keyId: old.keyId } as const;
    await deactivateKey(actor, ref);
    expect(await verdictOf(old)).toBe("deactivated");
    await expect(deactivateKey(actor, ref)).resolves.toBeUndefined();
  });

  test('"Keep 24 hours more" adds 24 hours to its deadline, once for each submit and up to seven days', async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    await aReplacement(actor, old, "in-24-hours");
    const offer = async () => (await listKeys(actor, "test")).retiring[0]?.extendsTo?.iso;
    for (let day = 2; day <= 7; day++) {
      const until = new Date((await offer()) ?? "");
      const input = { mode: "test", keyId: old.keyId, until } as const;
      await Promise.all([extendKey(actor, input), extendKey(actor, input)]).catch(() => undefined);
      await extendKey(actor, input).catch(() => undefined);
      expect((await listKeys(actor, "test")).retiring[0]?.deactivates?.iso).toBe(
        until.toISOString(),
      );
    }
    expect(await offer()).toBeUndefined();
    const beyond = {
      mode: "test",
      keyId: old.keyId,
      until: new Date(Date.now() + 8 * 24 * hour * 1000),
    } as const;
    await expect(extendKey(actor, beyond)).rejects.toMatchObject({ code: "cannot_extend" });
    await ageKeyToEnd(actor, old.keyId, 1);
    expect(await verdictOf(old)).toBe("allowed");
    await ageKeyToEnd(actor, old.keyId, -1);
    expect(await verdictOf(old)).toBe("deactivated");
  });

  test("the current key can be neither deactivated nor kept longer, only regenerated", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const key = await aKey(actor);
    const ref = { mode: "test", keyId: key.keyId } as const;
    await expect(deactivateKey(actor, ref)).rejects.toMatchObject({ code: "already_changed" });
    await expect(extendKey(actor, { ...ref, until: new Date() })).rejects.toMatchObject({
      code: "cannot_extend",
    });
    expect(await verdictOf(key)).toBe("allowed");
  });
});

describe("the database itself", () => {
  test("refuses to revive, extend, rename or delete a key", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    await aReplacement(actor, old, "now");
    const change = (set: Partial<typeof apiKeys.$inferInsert>) =>
      db().update(apiKeys).set(set).where(eq(apiKeys.keyId, old.keyId));
    const tomorrow = new Date(Date.now() + 24 * hour * 1000);
    await expect(change({ deactivatesAt: tomorrow })).rejects.toThrow();
    await expect(change({ replacedAt: null, deactivatesAt: null })).rejects.toThrow();
    await expect(change({ secretHash: Buffer.alloc(32) })).rejects.toThrow();
    await expect(db().delete(apiKeys).where(eq(apiKeys.keyId, old.keyId))).rejects.toThrow();
    expect(await verdictOf(old)).toBe("deactivated");
  });
});
