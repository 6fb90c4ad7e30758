/** A small history that keeps every promise, for tests of the checker to spoil. */

import { checkHistory } from "./check";
import { type Change, emptyHistory, type Fault, type History, type Verify } from "./history";
import type { Violation } from "./violation";

export const old = "rzp_test_old";
export const young = "rzp_test_young";
export const identityOf = (keyId: string) => `${keyId} mer_1 test razorpay`;

export function change(given: Partial<Change> & Pick<Change, "id" | "kind">): Change {
  const times = { invoked: 0, completed: 10 };
  return { intent: given.id, keyId: null, made: null, outcome: "acked", ...times, ...given };
}

export function verify(given: Partial<Verify>): Verify {
  const started = given.started ?? 100;
  const about = { instance: "a" as const, keyId: old, as: "right" as const, status: 204 };
  const identity = identityOf(given.keyId ?? old);
  return { ...about, identity, completed: started + 5, ...given, started };
}

/** An old key made at 0..10 and replaced, now, at 5000..5010; a fault on "a" from 20,000 to 21,000. */
export function lawful(): History {
  const generate = change({ id: "g", kind: "generate", made: old });
  const times = { invoked: 5_000, completed: 5_010 };
  const regenerate = change({ id: "r", kind: "regenerate-now", keyId: old, made: young, ...times });
  const fault: Fault = { name: "cut", hits: ["a"], started: 20_000, ended: 21_000 };
  return {
    ...emptyHistory(),
    changes: [generate, regenerate],
    faults: [fault],
    verifies: [
      verify({}),
      // Within the bound after the end.
      verify({ started: 6_009 }),
      verify({ started: 6_011, status: 401 }),
      verify({ started: 4_999, completed: 5_003, status: 401 }),
      verify({ keyId: young, started: 5_011 }),
      verify({ started: 20_500, keyId: young, status: 503 }),
      verify({ started: 22_900, keyId: young, status: 503 }),
      verify({ started: 21_100, keyId: young }),
      verify({ as: "wrong-secret", status: 401 }),
      verify({ keyId: "rzp_test_nobody", as: "unknown", status: 401 }),
    ],
    facts: {
      keys: [
        { keyId: old, identity: identityOf(old), requestId: "g" },
        { keyId: young, identity: identityOf(young), requestId: "r" },
      ],
      audits: [
        { requestId: "g", event: "key.generated", keyId: old },
        { requestId: "r", event: "key.regenerated", keyId: young },
      ],
    },
  };
}

export function rulesOf(history: History): Violation["rule"][] {
  return checkHistory(history).violations.map(({ rule }) => rule);
}
