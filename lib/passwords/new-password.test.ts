import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orgs } from "@/lib/orgs/orgs";
import { requireNewPassword } from "./new-password";

const names = ["Acme Stationery", "Asha Rao", "asha.rao@acme-shop.test"];
const choose = (password: string, org = orgs.razorpay) => requireNewPassword(org, password, names);
const refusal = (message: RegExp) => ({
  code: "password_refused",
  message: expect.stringMatching(message),
});

describe("a new password", () => {
  test("needs at least 12 and at most 128 characters, as people count them (D9, L-1)", async () => {
    await expect(choose("r7Kq2ZpX9mW")).rejects.toMatchObject(refusal(/^Use at least 12 char/));
    await choose("r7Kq2ZpX9mWv");
    const long = "lantern voyage pumpkin gravel ".repeat(5);
    await choose(long.slice(0, 128));
    await expect(choose(long.slice(0, 129))).rejects.toMatchObject(refusal(/at most 128/));
    await choose("🦊🐙🌵🎻🧊🪁🍋🧶🦉🫐🪕🎲🧭🪐🧵");
    await expect(choose("🦊🐙🌵🎻🧊🪁🍋🧶🦉🫐🪕")).rejects.toMatchObject(refusal(/^Use at least/));
    // "é" as two code points is one character.
    await expect(choose("r7Kq2ZpX9e\u0301e\u0301")).rejects.toMatchObject(refusal(/^Use at/));
  });

  test("obeys a brand's longer minimum (L-1)", async () => {
    const { policy } = orgs.razorpay;
    const strict = { ...orgs.razorpay, policy: { ...policy, minPasswordLength: 15 } };
    await expect(choose("r7Kq2ZpX9mWv4T", strict)).rejects.toMatchObject(refusal(/15 characters/));
    await choose("r7Kq2ZpX9mWv4Ty", strict);
  });

  test("may contain any Unicode, without rules of composition (L-2)", async () => {
    const character = fc
      .integer({ min: 0x20, max: 0x2fa1d })
      .filter((code) => code < 0xd800 || code > 0xdfff)
      .map((code) => String.fromCodePoint(code))
      .filter((text) => !/[\s\p{P}\p{C}]/u.test(text));
    const password = fc.uniqueArray(character, { minLength: 40, maxLength: 64 });
    await fc.assert(
      fc.asyncProperty(password, (characters) => choose(characters.join(""))),
      { numRuns: 25 },
    );
  });

  test.each([
    ["password1234", /lists of common and stolen/],
    ["P@ssw0rd1234", /lists of common and stolen/],
    ["iloveyou1234", /lists of common and stolen/],
    ["welcome12345", /lists of common and stolen/],
    ["123456789012", /lists of common and stolen|counts/],
    ["administrator1", /lists of common and stolen/],
    ["mypassword123", /lists of common and stolen/],
    ["letmeinletmein", /repeats itself/],
    ["passwordpassword", /repeats itself/],
    ["aaaaaaaaaaaaaaaa", /repeats itself/],
    ["password".repeat(16), /repeats itself/],
    ["🦊".repeat(15), /repeats itself/],
    ["abcdefghijklmnop", /follows the alphabet/],
    ["qwertyuiop[]", /keyboard|lists of common/],
    ["qwertyuiop12", /lists of common|keyboard/],
    ["1q2w3e4r5t6y", /keyboard|lists of common/],
  ])("%s is refused with the reason (L-3)", async (password, reason) => {
    await expect(choose(password)).rejects.toMatchObject(refusal(reason));
  });

  test.each([
    "Razorpay@2026!",
    "razorpay12345",
    "razorpay-dashboard-1",
    "Acme Stationery 1",
    "acmestationery!",
    "Asha Rao 12345",
    "asha.rao@acme-shop.test",
    "ACME-SHOP-2026",
  ])(
    "%s is refused: it is mostly a name of the person, the business or the brand (L-3)",
    async (password) => {
      await expect(choose(password)).rejects.toMatchObject(refusal(/mostly a name/));
    },
  );

  test("may contain such a name beside enough other characters", async () => {
    await choose("acme lantern voyage pumpkin");
  });

  test("takes no longer to check when it is longer than 64 characters", async () => {
    const fastest = async (password: string) => {
      const times: number[] = [];
      for (let n = 0; n < 3; n++) {
        const startedAt = performance.now();
        await choose(password).catch(() => undefined);
        times.push(performance.now() - startedAt);
      }
      return Math.min(...times);
    };
    for (const piece of ["p@$$w0rd", "4@8({[</369&#1!|+7$50z2", "passw0rd!dragon$"]) {
      const [short, long] = [32, 128].map((length) => piece.repeat(16).slice(0, length));
      const limit = 4 * (await fastest(short ?? "")) + 20;
      expect(await fastest(long ?? ""), piece).toBeLessThan(limit);
    }
  });
});
