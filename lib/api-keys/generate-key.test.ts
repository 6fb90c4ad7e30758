import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { verdictOf } from "@/lib/testing/verdict";
import { generateKey } from "./generate-key";
import { listKeys } from "./list-keys";

describe("generate", () => {
  test("a new key passes in its own mode and is refused in the other", async () => {
    const actor = await anActor();
    const key = await aKey(actor, "live");
    expect(await verdictOf(key, "live")).toBe("allowed");
    expect(await verdictOf(key, "test")).toBe("wrong_mode");
  });

  test("a mode has at most one key, and the two modes are independent", async () => {
    const actor = await anActor();
    await aKey(actor, "test");
    await expect(aKey(actor, "test")).rejects.toMatchObject({ code: "already_exists" });
    await aKey(actor, "live");
    expect((await listKeys(actor, "test")).current?.keyId).toMatch(/^rzp_test_/);
    expect((await listKeys(actor, "live")).current?.keyId).toMatch(/^rzp_live_/);
  });

  test("a Live key needs a verified website, a Test key does not (DESIGN §2.8)", async () => {
    const actor = await anActor({ isWebsiteVerified: false });
    expect((await listKeys(actor, "live")).blocked).toBe("website_not_verified");
    await expect(aKey(actor, "live")).rejects.toMatchObject({ code: "website_not_verified" });
    expect((await listKeys(actor, "test")).blocked).toBeNull();
    await aKey(actor, "test");
  });

  test("ten parallel submits make one key; the same request id twice makes one key (K-10, K-13)", async () => {
    const actor = await anActor();
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => aKey(actor)));
    expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    const twin = await anActor();
    const requestId = randomUUID();
    const twice = await Promise.all(
      [0, 1].map(() => generateKey(twin, { mode: "test", requestId })),
    );
    expect(twice.filter((minted) => minted === null)).toHaveLength(1);
    expect(await generateKey(twin, { mode: "test", requestId })).toBeNull();
    // The same request id in the other mode is a different request.
    expect(await generateKey(twin, { mode: "live", requestId })).not.toBeNull();
  });
});

describe("verify", () => {
  test("malformed, unknown and wrong secrets are recorded as such, and none passes", async () => {
    const actor = await anActor();
    const other = await aKey(await anActor());
    const key = await aKey(actor);
    expect(await verdictOf({ keyId: key.keyId, secret: `${key.secret.slice(0, -1)}!` })).toBe(
      "malformed",
    );
    expect(await verdictOf({ keyId: key.keyId, secret: "" })).toBe("malformed");
    expect(await verdictOf({ keyId: `${key.keyId.slice(0, -1)}_`, secret: key.secret })).toBe(
      "malformed",
    );
    expect(await verdictOf({ keyId: "rzp_test_00000000000000", secret: key.secret })).toBe(
      "unknown",
    );
    expect(await verdictOf({ keyId: key.keyId, secret: other.secret })).toBe("wrong_secret");
    expect(await verdictOf(key)).toBe("allowed");
  });
});
