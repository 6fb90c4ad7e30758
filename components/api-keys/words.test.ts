import { describe, expect, test } from "vitest";
import { aKeyRow, aKeysView, aMoment } from "@/lib/testing/views";
import { openFlow } from "./flow";
import {
  capitalised,
  doneNotice,
  expiresIn,
  inWords,
  oldKeyNote,
  purposeOf,
  tailOf,
  timeLeft,
  totalOf,
} from "./words";

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const row = aKeyRow();
const end = aMoment(24 * 60);

describe("the time that is left", () => {
  test.each([
    [0, "less than a minute"],
    [59 * second, "less than a minute"],
    [minute, "1 min"],
    [hour - 1, "59 min"],
    [hour, "1 h 0 min"],
    [24 * hour - 1, "23 h 59 min"],
    [24 * hour, "24 h 0 min"],
    [7 * 24 * hour, "168 h 0 min"],
  ])("of %d ms is %s: rounded down, in hours above a day too", (ms, words) => {
    expect(timeLeft(ms)).toBe(words);
  });
});

describe("how soon a key expires", () => {
  test.each([
    [30 * 24 * hour + 1, null],
    [30 * 24 * hour, "30 days"],
    [6.5 * 24 * hour, "7 days"],
    [24 * hour + 1, "2 days"],
    [24 * hour, "1 day"],
    [23 * hour + 1, "1 day"],
    [23 * hour, "23 h 0 min"],
    [hour - 1, "59 min"],
  ])(
    "%d ms ahead is %s: announced from 30 days on, in begun days, and in the end to the minute",
    (ms, words) => {
      expect(expiresIn(ms)).toBe(words);
    },
  );
});

describe("the note about the old key beside its replacement", () => {
  const flow = openFlow("regenerate", "test", row);

  test("says that it works until its deadline, is refused at once, or is frozen", () => {
    const until = aKeysView({ retiring: [{ ...row, deactivates: end }] });
    expect(oldKeyNote(flow, until)).toBe(`The old key works until ${end.date}, ${end.time}.`);
    expect(oldKeyNote(flow, aKeysView())).toBe("The old key is refused from now on.");
    const frozen = aKeysView({ retiring: [{ ...row, status: "frozen", deactivates: end }] });
    expect(oldKeyNote(flow, frozen)).toBe("The old key is frozen: requests with it are refused.");
  });

  test("does not show another key's deadline", () => {
    const other = aKeyRow({ keyId: "rzp_test_00000000000002", deactivates: end });
    expect(oldKeyNote(flow, aKeysView({ retiring: [other] }))).toBe(
      "The old key is refused from now on.",
    );
  });

  test("is null if there was no old key or the list could not be read", () => {
    expect(oldKeyNote(openFlow("generate", "test", null), aKeysView())).toBeNull();
    expect(oldKeyNote(flow, null)).toBeNull();
  });
});

describe("the notice when a flow is done", () => {
  test("says that a stopped key no longer works", () => {
    expect(doneNotice(openFlow("deactivate", "test", row), null)).toBe(
      `${row.keyId} no longer works.`,
    );
  });

  test("says that a kept key works until the deadline in the newest list, or else the one that was offered", () => {
    const offered = aMoment(48 * 60);
    const kept = openFlow("extend", "test", { ...row, deactivates: end, extendsTo: offered });
    expect(doneNotice(kept, null)).toBe(`${row.keyId} works until ${inWords(offered)}.`);
    const later = aKeysView({ retiring: [{ ...row, deactivates: aMoment(49 * 60) }] });
    expect(doneNotice(kept, later)).toBe(`${row.keyId} works until ${inWords(aMoment(49 * 60))}.`);
  });

  test("is null if no deadline is known", () => {
    expect(doneNotice(openFlow("extend", "test", row), null)).toBeNull();
    expect(doneNotice(openFlow("generate", "test", null), null)).toBeNull();
  });
});

describe("what a code confirms", () => {
  const extended = { ...row, extendsTo: end };

  test.each([
    [openFlow("generate", "live", null), "It confirms: generate the Live key."],
    [
      { ...openFlow("regenerate", "test", row), choice: "now" as const },
      "It confirms: replace the Test key and stop the old one immediately.",
    ],
    [
      openFlow("regenerate", "live", row),
      "It confirms: replace the Live key and stop the old one in 24 hours.",
    ],
    [openFlow("deactivate", "test", row), `It confirms: stop ${row.keyId} now.`],
    [openFlow("extend", "test", extended), `It confirms: keep ${row.keyId} until ${inWords(end)}.`],
    [openFlow("extend", "test", row), `It confirms: keep ${row.keyId} 24 hours more.`],
  ])("names the action, the mode or the key, and the end ($kind)", (flow, words) => {
    expect(purposeOf(flow)).toBe(words);
  });
});

test("the end of a Key Id, a total, and a capital letter", () => {
  expect(tailOf(row)).toBe("…0001");
  expect(totalOf(aKeyRow({ requests: [1, 0, 41] }))).toBe(42);
  expect(totalOf(row)).toBe(0);
  expect(["deactivate", "de-activate", ""].map(capitalised)).toEqual([
    "Deactivate",
    "De-activate",
    "",
  ]);
});
