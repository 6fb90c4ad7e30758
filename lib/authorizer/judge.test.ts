import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { storedKey } from "@/lib/testing/memory-authorizer";
import { judge } from "./judge";
import { noEnds, type StoredKey } from "./stored-key";

const peppers = { current: "k1", ring: new Map([["k1", randomBytes(32)]]) };
const never = Number.POSITIVE_INFINITY;
const credentials = mintCredentials(orgs.razorpay, "test");
const stored = storedKey(peppers, credentials, { readAt: 1_000 });
const verdict = (key: Partial<StoredKey> | null, now = 1_500, mode?: "test" | "live") =>
  judge(peppers, { credentials, mode }, key && { ...stored, ...key }, now);

describe("everything stored on a key is enforced (A-19)", () => {
  test("a working key passes in its mode, and if the gateway names no mode", () => {
    expect(verdict({})).toBe("allowed");
    expect(verdict({}, 1_500, "test")).toBe("allowed");
    expect(verdict({}, 1_500, "live")).toBe("wrong_mode");
  });

  test("no key, another secret's digest, an unknown pepper: refused", () => {
    expect(verdict(null)).toBe("unknown");
    expect(verdict({ secretHash: randomBytes(32).toString("latin1") })).toBe("wrong_secret");
    expect(verdict({ secretHash: "" })).toBe("wrong_secret");
  });

  test("a hash with a pepper that this process does not have is doubtful, not refused (A-6)", () => {
    expect(verdict({ pepperId: "k2" })).toBe("doubtful");
  });

  test("with a wrong secret the key's state does not matter", () => {
    const dead = {
      ends: { ...noEnds, deactivatesAt: 500 },
      secretHash: randomBytes(32).toString("latin1"),
    };
    expect(verdict(dead, 1_500, "live")).toBe("wrong_secret");
  });

  test("a key whose end had passed when it was read is refused for ever", () => {
    expect(verdict({ ends: { ...noEnds, deactivatesAt: 1_000 } })).toBe("deactivated");
    expect(verdict({ ends: { ...noEnds, expiresAt: 1_000 } })).toBe("expired");
    expect(verdict({ ends: { ...noEnds, expiresAt: 900, deactivatesAt: 950 } })).toBe("expired");
    expect(verdict({ ends: { ...noEnds, expiresAt: 950, deactivatesAt: 900 } })).toBe(
      "deactivated",
    );
  });

  test("if the end may have come since the reading, the database is asked again, because the end may have been moved", () => {
    expect(verdict({ ends: { ...noEnds, deactivatesAt: 1_501 } })).toBe("allowed");
    expect(verdict({ ends: { ...noEnds, deactivatesAt: 1_500 } })).toBe("doubtful");
    expect(verdict({ ends: { ...noEnds, expiresAt: 1_200 } })).toBe("doubtful");
  });

  test("while the database's clock is not known, a key with an end never passes from memory", () => {
    expect(verdict({ ends: { ...noEnds, deactivatesAt: 9_000 } }, never)).toBe("doubtful");
  });

  test("a freeze refuses only with a row that was read for this request, because it may have been lifted since", () => {
    expect(verdict({ isFrozen: true }, 1_000)).toBe("frozen");
    expect(verdict({ isFrozen: true }, 1_001)).toBe("doubtful");
    expect(verdict({ isFrozen: true }, never)).toBe("doubtful");
    expect(verdict({ isFrozen: false }, 1_000)).toBe("allowed");
  });

  test("a frozen key with a wrong secret, a wrong mode or a past end is refused for that, because those facts never change", () => {
    const wrong = { secretHash: randomBytes(32).toString("latin1") };
    expect(verdict({ isFrozen: true, ...wrong }, 1_000)).toBe("wrong_secret");
    expect(verdict({ isFrozen: true }, 1_500, "live")).toBe("wrong_mode");
    expect(verdict({ isFrozen: true, ends: { ...noEnds, deactivatesAt: 1_000 } })).toBe(
      "deactivated",
    );
    expect(verdict({ isFrozen: true, ends: { ...noEnds, expiresAt: 1_000 } })).toBe("expired");
  });
});
