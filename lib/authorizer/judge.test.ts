import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hashSecret, mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { judge } from "./judge";
import type { StoredKey } from "./stored-key";

const peppers = { current: "k1", ring: new Map([["k1", randomBytes(32)]]) };
const never = Number.POSITIVE_INFINITY;
const credentials = mintCredentials(orgs.razorpay, "test");
const { secretHash, pepperId } = hashSecret(peppers, credentials.secret);
const stored: StoredKey = {
  keyId: credentials.keyId,
  orgId: "razorpay",
  merchantId: "mer_1",
  mode: "test",
  secretHash: secretHash.toString("latin1"),
  pepperId,
  createdAt: 0,
  expiresAt: never,
  deactivatesAt: never,
  isFrozen: false,
  readAt: 1_000,
};
const verdict = (key: Partial<StoredKey> | null, now = 1_500, mode?: "test" | "live") =>
  judge(peppers, { credentials, mode }, key && { ...stored, ...key }, now);

describe("everything stored on a key is enforced (A-19)", () => {
  test("a live key passes in its mode, and where the gateway names none", () => {
    expect(verdict({})).toBe("allowed");
    expect(verdict({}, 1_500, "test")).toBe("allowed");
    expect(verdict({}, 1_500, "live")).toBe("wrong_mode");
  });

  test("no key, another secret's digest, an unknown pepper: refused", () => {
    expect(verdict(null)).toBe("unknown");
    expect(verdict({ secretHash: randomBytes(32).toString("latin1") })).toBe("wrong_secret");
    expect(verdict({ secretHash: "" })).toBe("wrong_secret");
  });

  test("a hash made with a pepper this process was not given is no reason to refuse: it cannot know (A-6)", () => {
    expect(verdict({ pepperId: "k2" })).toBe("doubtful");
  });

  test("a secret that is wrong hears nothing of the key's state", () => {
    const dead = { deactivatesAt: 500, secretHash: randomBytes(32).toString("latin1") };
    expect(verdict(dead, 1_500, "live")).toBe("wrong_secret");
  });

  test("an end that was read as past refuses for ever, at its very moment too", () => {
    expect(verdict({ deactivatesAt: 1_000 })).toBe("deactivated");
    expect(verdict({ expiresAt: 1_000 })).toBe("expired");
    expect(verdict({ expiresAt: 900, deactivatesAt: 950 })).toBe("expired");
    expect(verdict({ expiresAt: 950, deactivatesAt: 900 })).toBe("deactivated");
  });

  test("an end that may have come since asks the database again: it may have been moved", () => {
    expect(verdict({ deactivatesAt: 1_501 })).toBe("allowed");
    expect(verdict({ deactivatesAt: 1_500 })).toBe("doubtful");
    expect(verdict({ expiresAt: 1_200 })).toBe("doubtful");
  });

  test("without any clock of the database a key with an end is never waved through", () => {
    expect(verdict({ deactivatesAt: 9_000 }, never)).toBe("doubtful");
  });

  test("a freeze refuses only by a row that was read for this very question: it may have been lifted since", () => {
    expect(verdict({ isFrozen: true }, 1_000)).toBe("frozen");
    expect(verdict({ isFrozen: true }, 1_001)).toBe("doubtful");
    expect(verdict({ isFrozen: true }, never)).toBe("doubtful");
    expect(verdict({ isFrozen: false }, 1_000)).toBe("allowed");
  });

  test("a frozen key with a wrong secret, a wrong mode or a past end is refused for that: those never change back", () => {
    const wrong = { secretHash: randomBytes(32).toString("latin1") };
    expect(verdict({ isFrozen: true, ...wrong }, 1_000)).toBe("wrong_secret");
    expect(verdict({ isFrozen: true }, 1_500, "live")).toBe("wrong_mode");
    expect(verdict({ isFrozen: true, deactivatesAt: 1_000 })).toBe("deactivated");
    expect(verdict({ isFrozen: true, expiresAt: 1_000 })).toBe("expired");
  });
});
