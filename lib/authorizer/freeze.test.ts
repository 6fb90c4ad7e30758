import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Minted } from "@/lib/api-keys/insert-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { readKeyPage } from "@/lib/api-keys/read-key-page";
import { freezeKey, unfreezeKey } from "@/lib/operator/freeze-key";
import { freezeMerchant, unfreezeMerchant } from "@/lib/operator/freeze-merchant";
import { operatorOf } from "@/lib/operator/operator";
import { anAuthorizer, ask } from "@/lib/testing/authorizer";
import { expectDenied } from "@/lib/testing/denied";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import type { RunningAuthorizer } from "./start-authorizer";

const operator = operatorOf("otto", "staff");
let both: RunningAuthorizer[];
let actor: Actor;
let key: Minted;

beforeAll(async () => {
  both = await Promise.all([anAuthorizer(), anAuthorizer()]);
  actor = await anActor({ mobile: true, otp: true });
  key = await aKey(actor);
});
afterAll(() => Promise.all(both.map((one) => one.stop())));

const askAll = (of = key) => Promise.all(both.map(({ url }) => ask(`${url}/authorize`, of)));
const statuses = async (of = key) => (await askAll(of)).map(({ status }) => status);
/** The revocation bound (SECURITY D5). */
const bound = { timeout: 1_000, interval: 5 };

describe("a freeze at the authorizer (D5, K-12)", () => {
  test("both authorizers refuse the key within the bound, with the usual answer; once lifted, it passes at once", async () => {
    for (let round = 0; round < 3; round++) {
      // Fills the cache first, so that the freeze has to overcome it.
      expect([await statuses(), await statuses()]).toEqual([
        [204, 204],
        [204, 204],
      ]);
      await freezeMerchant(operator, actor.merchant.id);
      await expect.poll(statuses, bound).toEqual([401, 401]);
      for (const answer of await askAll()) expectDenied(answer);
      await unfreezeMerchant(operator, actor.merchant.id);
      // No polling here: a cached freeze never refuses, it only makes the authorizer read the database.
      expect(await statuses()).toEqual([204, 204]);
    }
  });

  test("a freeze of one key leaves the merchant's other keys alone", async () => {
    const other = await aKey(actor, "live");
    expect(await statuses(other)).toEqual([204, 204]);
    await freezeKey(operator, key.keyId);
    await expect.poll(statuses, bound).toEqual([401, 401]);
    expect(await statuses(other)).toEqual([204, 204]);
    await unfreezeKey(operator, key.keyId);
    expect(await statuses()).toEqual([204, 204]);
  });

  test("the page describes the refused requests in words", async () => {
    const merchant = await anActor({ mobile: true, otp: true });
    const own = await aKey(merchant);
    await freezeMerchant(operator, merchant.merchant.id);
    await expect.poll(() => statuses(own), bound).toEqual([401, 401]);
    const causes = async () =>
      (await readKeyPage(merchant, own.keyId))?.causes.map(({ cause }) => cause);
    await expect.poll(causes, { timeout: 5_000 }).toContain("This key is frozen.");
    expect((await listKeys(merchant, "test")).frozenContact).toBe(merchant.org.supportEmail);
  });
});
