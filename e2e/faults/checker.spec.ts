/** The checker of histories finds every kind of wrong answer, and nothing where the promises are kept. */
import { expect, test } from "playwright/test";
import { checkHistory } from "@/e2e/history/check";
import type { Change, History, Verify } from "@/e2e/history/history";
import { change, identityOf, lawful, old, rulesOf, verify, young } from "@/e2e/history/lawful";
import type { Violation } from "@/e2e/history/violation";

test("a lawful history has no violation, and its questions were judged", () => {
  expect(rulesOf(lawful())).toEqual([]);
  expect(checkHistory(lawful()).judged).toEqual({ mustPass: 5, mustFail: 1 });
});

const wrongAnswers: [Violation["rule"], string, Partial<Verify>][] = [
  ["passed after its end", "1001 ms after the acknowledgement", { started: 6_011 }],
  ["passed after its end", "long after", { started: 60_000, instance: "b" }],
  ["passed without a right", "a wrong secret", { as: "wrong-secret" }],
  ["passed without a right", "a wrong mode", { as: "wrong-mode" }],
  ["passed without a right", "an id nobody made", { keyId: "rzp_test_x", as: "unknown" }],
  ["passed without a right", "before it was made", { started: -20, completed: -1 }],
  ["passed as somebody else", "other headers", { identity: identityOf(young) }],
  ["passed as somebody else", "no headers", { identity: "" }],
  ["refused while alive", "at once after its making", { started: 10, status: 401 }],
  ["refused while alive", "until its end is asked for", { started: 4_990, status: 401 }],
  ["refused while alive", "during a fault", { keyId: young, started: 20_500, status: 401 }],
  ["unavailable without a fault", "before it", { started: 19_000, status: 503 }],
  ["unavailable without a fault", "2 s after it", { started: 23_001, status: 503 }],
  ["unavailable without a fault", "on the other", { instance: "b", started: 20_500, status: 503 }],
  ["no proper answer", "none at all", { status: 0 }],
  ["no proper answer", "an error", { status: 500 }],
  ["no proper answer", "a plain 200", { status: 200 }],
  ["answered late", "after half a second", { started: 100, completed: 601 }],
];

for (const [rule, when, given] of wrongAnswers) {
  test(`finds "${rule}": ${when}`, () => {
    const history = lawful();
    history.verifies.push(verify(given));
    expect(rulesOf(history)).toEqual([rule]);
  });
}

test("finds that a process does not pass anybody after a fault", () => {
  const history = lawful();
  history.verifies = history.verifies.filter(({ started }) => started !== 21_100);
  expect(rulesOf(history)).toEqual(["not recovered"]);
});

test("a wait of the machine itself is no violation, one of the other process is", () => {
  const history = lawful();
  history.verifies.push(verify({ started: 100, completed: 800 }));
  history.probes.push({ of: "b", started: 150, completed: 790 });
  expect(rulesOf(history)).toEqual(["answered late"]);
  history.probes.push({ of: "a", started: 150, completed: 790 });
  expect(rulesOf(history)).toEqual([]);
});

/** The old key is retired for 24 hours, and its end is then moved to 8000..8010. */
function scheduled(...more: Change[]): History {
  const history = lawful();
  const [generate, regenerate] = history.changes;
  if (!generate || !regenerate) throw new Error("there are two changes");
  const times = { invoked: 6_000, completed: 6_005 };
  const ends: [number, number] = [8_000, 8_010];
  const schedule = change({ id: "s", kind: "schedule", keyId: old, ends, ...times });
  const retire: Change = { ...regenerate, kind: "regenerate-later" };
  history.changes = [generate, retire, schedule, ...more];
  history.verifies = history.verifies.filter(({ status }) => status !== 401);
  return history;
}

test("a scheduled end is neither early nor more than a second late", () => {
  const history = scheduled();
  expect(rulesOf(history)).toEqual([]);
  const asked: [number, Verify["status"], Violation["rule"][]][] = [
    [7_990, 401, ["refused while alive"]],
    [7_999, 401, []],
    [9_010, 204, []],
    [9_011, 204, ["passed after its end"]],
  ];
  for (const [started, status, expected] of asked) {
    const more = { ...history, verifies: [...history.verifies, verify({ started, status })] };
    expect(rulesOf(more), `${status} at ${started}`).toEqual(expected);
  }
});

test("a key that was kept lives on after its first end; one that was perhaps kept may do either", () => {
  const times = { invoked: 7_000, completed: 7_050 };
  const keep = change({ id: "e", kind: "extend", keyId: old, ...times });
  for (const outcome of ["acked", "unknown", "failed"] as const) {
    const history = scheduled({ ...keep, outcome });
    if (outcome === "acked")
      history.facts.audits.push({ requestId: "e", event: "key.extended", keyId: old });
    const told = [401, 204].map((status) =>
      rulesOf({
        ...history,
        verifies: [...history.verifies, verify({ started: 9_500, status })],
      }),
    );
    const expected = {
      acked: [["refused while alive"], []],
      unknown: [[], []],
      failed: [[], ["passed after its end"]],
    };
    expect(told, outcome).toEqual(expected[outcome]);
  }
});

test("an end of unknown outcome obliges to nothing, until a try of the same submit is acknowledged", () => {
  const history = lawful();
  const [generate, regenerate] = history.changes;
  if (!generate || !regenerate) throw new Error("there are two changes");
  const lost: Change = { ...regenerate, outcome: "unknown", made: null };
  const times = { invoked: 5_200, completed: 5_300 };
  const again: Change = { ...lost, id: "r2", outcome: "acked", ...times };
  history.verifies = [verify({ started: 6_200 }), verify({ started: 21_500, status: 401 })];
  history.faults = [];
  expect(rulesOf({ ...history, changes: [generate, lost] })).toEqual([]);
  expect(rulesOf({ ...history, changes: [generate, lost, again] })).toEqual([]);
  history.verifies.push(verify({ started: 6_301 }));
  expect(rulesOf({ ...history, changes: [generate, lost, again] })).toEqual([
    "passed after its end",
  ]);
});
