import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { generateKey } from "@/lib/api-keys/generate-key";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { waitingFor } from "@/lib/testing/outbox";
import { anActor } from "@/lib/testing/people";
import { operatorsTrail } from "@/lib/testing/trail";
import { verdictOf } from "@/lib/testing/verdict";
import { freezeKey, unfreezeKey } from "./freeze-key";
import { freezeMerchant, unfreezeMerchant } from "./freeze-merchant";
import { operatorOf } from "./operator";

const operator = operatorOf("otto", "staff");
const owner = () => anActor({ mobile: true, otp: true });
const freeze = ({ merchant }: Actor) => freezeMerchant(operator, merchant.id);
const unfreeze = ({ merchant }: Actor) => unfreezeMerchant(operator, merchant.id);
const frozenKeys = async ({ merchant }: Actor) =>
  (await db().select().from(apiKeys).where(eq(apiKeys.merchantId, merchant.id))).map(
    ({ keyId, frozenAt }) => [keyId, frozenAt !== null] as const,
  );

describe("a merchant's freeze", () => {
  test("stops every key, and lifting it frees exactly those; each is one audit entry and one mail to the owner", async () => {
    const actor = await owner();
    const own = await aKey(actor);
    const live = await aKey(actor, "live");
    await freezeKey(operator, live.keyId);
    expect(await freeze(actor)).toMatchObject({ merchantId: actor.merchant.id, keys: 1 });
    expect([await verdictOf(own), await verdictOf(live)]).toEqual(["frozen", "frozen"]);
    expect(await unfreeze(actor)).toMatchObject({ keys: 1 });
    expect([await verdictOf(own), await verdictOf(live)]).toEqual(["allowed", "frozen"]);
    await unfreezeKey(operator, live.keyId);
    expect(await verdictOf(live)).toBe("allowed");
    const trail = await operatorsTrail(actor.merchant.id);
    expect(
      trail.map(({ event, detail, userId, host }) => [event, detail.operator, userId, host]),
    ).toEqual(
      ["key.frozen", "merchant.frozen", "merchant.unfrozen", "key.unfrozen"].map((event) => [
        event,
        "otto",
        null,
        "operator",
      ]),
    );
    const isMade = ({ kind }: { kind: string }) => kind === "key-generated";
    const mails = (await waitingFor(actor.user.email)).filter((mail) => !isMade(mail));
    expect(mails.map(({ kind }) => kind)).toEqual([
      "key-frozen",
      "merchant-frozen",
      "merchant-unfrozen",
      "key-unfrozen",
    ]);
    // The notice does not name the person.
    expect(JSON.stringify(mails)).not.toContain("otto");
  });

  test("a second time is refused and changes nothing", async () => {
    const actor = await owner();
    await expect(unfreeze(actor)).rejects.toMatchObject({ code: "already_so" });
    await freeze(actor);
    await expect(freeze(actor)).rejects.toMatchObject({ code: "already_so" });
    await expect(freezeMerchant(operator, "mer_nobody")).rejects.toMatchObject({ code: "unknown" });
    expect(await operatorsTrail(actor.merchant.id)).toHaveLength(1);
  });

  test("a frozen merchant can neither make nor replace a key, in Test or Live, and is told whom to ask", async () => {
    const actor = await owner();
    const key = await aKey(actor);
    await freeze(actor);
    const message = expect.stringContaining(actor.org.supportEmail);
    for (const mode of ["test", "live"] as const)
      await expect(generateKey(actor, { mode, requestId: randomUUID() })).rejects.toMatchObject({
        code: "key_frozen",
        message,
      });
    await expect(aReplacement(actor, key, "now")).rejects.toMatchObject({ code: "key_frozen" });
    expect(await frozenKeys(actor)).toEqual([[key.keyId, true]]);
    await unfreeze(actor);
    expect(await verdictOf(await aReplacement(actor, key, "in-24-hours"))).toBe("allowed");
  });

  test("one key of a frozen merchant cannot be unfrozen alone, and a key frozen by itself stays frozen", async () => {
    const actor = await owner();
    const key = await aKey(actor);
    await freeze(actor);
    const alone = unfreezeKey(operator, key.keyId);
    await expect(alone).rejects.toMatchObject({ code: "already_so", message: /unfreeze that/ });
    await freezeKey(operator, key.keyId);
    await expect(freezeKey(operator, key.keyId)).rejects.toMatchObject({ code: "already_so" });
    await unfreeze(actor);
    expect(await verdictOf(key)).toBe("frozen");
    await unfreezeKey(operator, key.keyId);
    await expect(unfreezeKey(operator, key.keyId)).rejects.toMatchObject({ code: "already_so" });
    expect(await verdictOf(key)).toBe("allowed");
  });

  test("whatever runs in parallel with a freeze, no key of a frozen merchant passes afterwards", async () => {
    for (let round = 0; round < 8; round++) {
      const actor = await owner();
      const old = await aKey(actor);
      const change = { mode: "test", keyId: old.keyId, choice: "in-24-hours" } as const;
      const outcomes = await Promise.allSettled([
        regenerateKey(actor, { ...change, requestId: randomUUID() }),
        freeze(actor),
        generateKey(actor, { mode: "live", requestId: randomUUID() }),
        freezeKey(operator, old.keyId),
      ]);
      const codes = outcomes.map((one) => (one.status === "rejected" ? one.reason.code : "done"));
      expect(codes[1]).toBe("done");
      for (const code of codes) expect(["done", "key_frozen", "already_so"]).toContain(code);
      for (const [keyId, isFrozen] of await frozenKeys(actor))
        expect([keyId, isFrozen]).toEqual([keyId, true]);
    }
  });
});
