import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { env } from "@/lib/core/env";
import { orgs } from "@/lib/orgs/orgs";
import { checksum, hashSecret, isSecretOf, isWellFormed, mintCredentials } from "./secret";

const modes = ["test", "live"] as const;

describe("a key's id and secret (K-1, K-2)", () => {
  test("have the published form in every brand and mode", () => {
    for (const org of Object.values(orgs)) {
      for (const mode of modes) {
        const { keyId, secret } = mintCredentials(org, mode);
        expect(keyId).toMatch(new RegExp(`^${org.keyPrefix}_${mode}_[0-9A-Za-z]{14}$`));
        expect(secret).toMatch(new RegExp(`^${org.keyPrefix}s_${mode}_[0-9A-Za-z]{38}$`));
        expect(isWellFormed({ keyId, secret })).toBe(true);
      }
    }
  });

  test("carry the CRC-32 of everything before it, as other implementations compute it", () => {
    // 0xcbf43926, the published CRC-32 of these nine digits, in base62.
    expect(checksum("123456789")).toBe("3jZRME");
    expect(checksum("")).toBe("000000");
  });

  test("are refused after any one-character slip, without a look-up", () => {
    const { keyId, secret } = mintCredentials(orgs.razorpay, "live");
    fc.assert(
      fc.property(fc.nat(secret.length - 1), fc.constantFrom(..."0aZ_ "), (at, character) => {
        const typo = secret.slice(0, at) + character + secret.slice(at + 1);
        expect(isWellFormed({ keyId, secret: typo })).toBe(typo === secret);
      }),
    );
  });

  test("never repeat and use the whole alphabet", () => {
    const secrets = Array.from({ length: 2000 }, () =>
      mintCredentials(orgs.axis, "test").secret.slice(10, 42),
    );
    expect(new Set(secrets).size).toBe(2000);
    expect(new Set(secrets.join("")).size).toBe(62);
  });
});

describe("a stored hash (K-3)", () => {
  test("matches its secret only, and nothing when the pepper is unknown", () => {
    const { secret } = mintCredentials(orgs.curlec, "test");
    const peppers = env().KEY_PEPPERS;
    const stored = hashSecret(peppers, secret);
    expect(stored.secretHash).toHaveLength(32);
    expect(isSecretOf(peppers, secret, stored)).toBe(true);
    expect(isSecretOf(peppers, `${secret}x`, stored)).toBe(false);
    expect(isSecretOf(peppers, secret, { ...stored, pepperId: "gone" })).toBe(false);
    expect(isSecretOf(peppers, secret, null)).toBe(false);
  });

  test("made with an older pepper verifies beside a new one (K-15)", () => {
    const { secret } = mintCredentials(orgs.curlec, "live");
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const stored = hashSecret({ current: "k1", ring: new Map([["k1", older]]) }, secret);
    const both = {
      ring: new Map([
        ["k2", newer],
        ["k1", older],
      ]),
    };
    expect(isSecretOf(both, secret, stored)).toBe(true);
    expect(isSecretOf({ ring: new Map([["k2", newer]]) }, secret, stored)).toBe(false);
  });
});
