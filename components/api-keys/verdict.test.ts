import { describe, expect, test } from "vitest";
import { aKeyRow, aKeysView, aMoment, aUse } from "@/lib/testing/views";
import { verdictOn } from "./verdict";

const minute = 60_000;
const retiring = { status: "retiring", deactivates: aMoment(24 * 60) } as const;
const usedNow = aKeysView({ current: aKeyRow({ lastUse: aUse(2) }) });
const unusedNow = aKeysView({ current: aKeyRow() });

describe("whether the old key can be stopped", () => {
  test("it is safe only if the server says so", () => {
    const silent = aKeyRow({ ...retiring, lastUse: aUse(180) });
    expect(verdictOn({ ...silent, isSafeToDeactivate: true }, usedNow, 0)).toEqual({
      tone: "ok",
      text: "Safe to deactivate: the old key has been silent for 3 hours, and the new key is in use.",
    });
    expect(verdictOn(silent, usedNow, 0)).toEqual({
      tone: "info",
      text: "The old key has been silent for 3 hours. The new key was last used 2 minutes ago.",
    });
  });

  test("a key that was never used is described as such, not as silent for some time", () => {
    const never = aKeyRow(retiring);
    expect(verdictOn(never, unusedNow, 0).text).toBe(
      "The old key was never used. The new key has not been used yet.",
    );
    expect(verdictOn({ ...never, isSafeToDeactivate: true }, usedNow, 0).text).toBe(
      "Safe to deactivate: the old key was never used, and the new key is in use.",
    );
  });

  test("a request within the hour is a warning, which also says whether the new key is in use", () => {
    const used = aKeyRow({ ...retiring, lastUse: aUse(5) });
    expect(verdictOn(used, usedNow, 0)).toEqual({
      tone: "warn",
      text: "Still in use: last request 5 minutes ago.",
    });
    expect(verdictOn(used, unusedNow, 0)).toEqual({
      tone: "warn",
      text: "Still in use: last request 5 minutes ago. The new key has not been used yet.",
    });
  });

  test("while the page is open, the age of requests grows, but not the measured silence", () => {
    const used = aKeyRow({ ...retiring, lastUse: aUse(5) });
    expect(verdictOn(used, usedNow, 10 * minute).text).toBe(
      "Still in use: last request 15 minutes ago.",
    );
    const silent = aKeyRow({ ...retiring, lastUse: aUse(120) });
    expect(verdictOn(silent, usedNow, 60 * minute).text).toBe(
      "The old key has been silent for 2 hours. The new key was last used 1 hour ago.",
    );
  });

  test("at its deadline, to the millisecond, it is deactivated, and neither safe nor in use", () => {
    const used = aKeyRow({ ...retiring, lastUse: aUse(5), isSafeToDeactivate: true });
    const end = 24 * 60 * minute;
    expect(verdictOn(used, usedNow, end - 1).tone).toBe("ok");
    expect(verdictOn(used, usedNow, end)).toEqual({
      tone: "info",
      text: "The old key is deactivated.",
    });
  });

  test("a frozen key is described as refused, until its deadline", () => {
    const frozen = aKeyRow({ ...retiring, status: "frozen", lastUse: aUse(5) });
    expect(verdictOn(frozen, usedNow, 0).text).toBe(
      "The old key is frozen: requests with it are refused.",
    );
    expect(verdictOn(frozen, usedNow, 24 * 60 * minute).text).toBe("The old key is deactivated.");
  });
});
