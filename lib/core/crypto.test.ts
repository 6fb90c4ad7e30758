import { createHmac, randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hmacSha256, randomCode } from "./crypto";

test("HMAC-SHA-256 equals Node's own, for any key and text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: "binary" }), (key, text) => {
      const pepper = Buffer.from(key);
      const expected = createHmac("sha256", pepper).update(text, "utf8").digest();
      // Twice, because the second time uses what was cached for the key.
      expect(hmacSha256(pepper, text).equals(expected)).toBe(true);
      expect(hmacSha256(pepper, text).equals(expected)).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  // RFC 4231, test case 2.
  const known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  expect(hmacSha256(Buffer.from("Jefe"), "what do ya want for nothing?").toString("hex")).toBe(
    known,
  );
  expect(hmacSha256(randomBytes(32), "x")).toHaveLength(32);
});

test("codes are uniform and keep leading zeros (O-1)", () => {
  const digits = Array.from({ length: 10 }, () => 0);
  const total = 100_000;
  for (let n = 0; n < total; n++) {
    const code = randomCode();
    expect(code).toHaveLength(6);
    for (const digit of code) digits[Number(digit)] = (digits[Number(digit)] ?? 0) + 1;
  }
  const expected = (total * 6) / 10;
  const chiSquare = digits.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
  expect(chiSquare).toBeLessThan(33.7); // 9 degrees of freedom, p = 0.0001
});
