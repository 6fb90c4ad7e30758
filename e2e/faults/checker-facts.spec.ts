/** The checker finds what the database must not hold in the end. */
import { expect, test } from "playwright/test";
import type { History } from "@/e2e/history/history";
import { change, lawful, old, rulesOf, young } from "@/e2e/history/lawful";
import type { Violation } from "@/e2e/history/violation";

const wrongFacts: [Violation["rule"], string, (history: History) => void][] = [
  ["two current keys", "a snapshot", ({ badSnapshots }) => badSnapshots.push("mer_1 test 2")],
  [
    "happened twice",
    "two keys of one submit",
    ({ facts }) => {
      facts.keys.push({ keyId: "rzp_test_twin", identity: "", requestId: "r" });
      facts.audits.push({ requestId: "r", event: "key.regenerated", keyId: "rzp_test_twin" });
    },
  ],
  [
    "happened twice",
    "a refused submit",
    ({ changes, facts }) => {
      changes.push(change({ id: "x", kind: "regenerate-now", keyId: young, outcome: "failed" }));
      facts.keys.push({ keyId: "rzp_test_twin", identity: "", requestId: "x" });
      facts.audits.push({ requestId: "x", event: "key.regenerated", keyId: "rzp_test_twin" });
    },
  ],
  ["audited wrongly", "no row", ({ facts }) => facts.audits.pop()],
  [
    "audited wrongly",
    "two rows",
    ({ facts }) => facts.audits.push({ requestId: "g", event: "key.generated", keyId: old }),
  ],
  [
    "audited wrongly",
    "a row nobody asked for",
    ({ facts }) => facts.audits.push({ requestId: "z", event: "key.extended", keyId: old }),
  ],
  [
    "audited wrongly",
    "a deactivation without a row",
    ({ changes }) =>
      changes.push(
        change({ id: "d", kind: "deactivate", keyId: young, invoked: 90_000, completed: 90_001 }),
      ),
  ],
];

for (const [rule, what, spoil] of wrongFacts) {
  test(`finds "${rule}": ${what}`, () => {
    const history = lawful();
    spoil(history);
    expect(rulesOf(history)).toEqual([rule]);
  });
}

test("finds an acknowledged key that is lost, with its row or without", () => {
  const history = lawful();
  history.facts.keys.pop();
  history.facts.audits.pop();
  history.verifies = history.verifies.filter(({ keyId }) => keyId !== young);
  history.faults = [];
  expect(rulesOf(history)).toEqual(["lost", "lost"]);
});
