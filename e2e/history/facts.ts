/** The rules over what the database holds in the end: nothing lost, nothing twice, each change audited once. */

import type { Change, History } from "./history";
import type { Violation } from "./violation";

const eventOf: Partial<Record<Change["kind"], string>> = {
  generate: "key.generated",
  "regenerate-now": "key.regenerated",
  "regenerate-later": "key.regenerated",
  deactivate: "key.deactivated",
  extend: "key.extended",
};
const makers: readonly Change["kind"][] = ["generate", "regenerate-now", "regenerate-later"];

/** The audit row of a try has the try's id as its request id; a key has the id of the intent that made it. */
export function checkFacts({ changes, facts }: History): Violation[] {
  const violations: Violation[] = [];
  const say = (rule: Violation["rule"], detail: string) => violations.push({ rule, detail });
  const made = groupBy(facts.keys, ({ requestId }) => requestId);
  const audited = groupBy(facts.audits, ({ requestId }) => requestId);
  const held = new Set(facts.keys.map(({ keyId }) => keyId));
  for (const tries of groupBy(changes, ({ intent }) => intent).values()) {
    const [first] = tries;
    const event = first && eventOf[first.kind];
    if (!first || !event) continue;
    const rows = tries.flatMap(({ id }) => audited.get(id) ?? []);
    const label = `${first.kind} ${first.intent} of ${first.keyId} (${tries.map((one) => one.outcome).join(", ")})`;
    const isAcked = tries.some(({ outcome }) => outcome === "acked");
    const mayHaveHappened = tries.some(({ outcome }) => outcome !== "failed");
    if (makers.includes(first.kind)) {
      const count = made.get(first.intent)?.length ?? 0;
      if (count > 1) say("happened twice", `${label} made ${count} keys`);
      if (isAcked && count === 0) say("lost", `${label} made no key`);
      if (!mayHaveHappened && count > 0)
        say("happened twice", `${label} was refused and made a key`);
      if (rows.length !== count)
        say("audited wrongly", `${label}: ${count} keys, ${rows.length} rows`);
    } else {
      const least = isAcked && !mayBeDone(first, tries, changes) ? 1 : 0;
      const most = mayHaveHappened ? 1 : 0;
      if (rows.length < least || rows.length > most)
        say("audited wrongly", `${label}: ${rows.length} rows`);
    }
    for (const row of rows)
      if (row.event !== event) say("audited wrongly", `${label} is told as ${row.event}`);
  }
  for (const { made: keyId, kind } of changes)
    if (keyId && !held.has(keyId)) say("lost", `${keyId}, made by ${kind}, is gone`);
  const known = new Set(changes.map(({ id }) => id));
  for (const { requestId, event, keyId } of facts.audits)
    if (!known.has(requestId)) say("audited wrongly", `no change asked for ${event} of ${keyId}`);
  return violations;
}

/** Deactivating a key that another change may have ended already changes nothing and writes no audit row. */
function mayBeDone({ kind, keyId, intent }: Change, tries: Change[], changes: Change[]): boolean {
  if (kind !== "deactivate") return false;
  const last = Math.max(...tries.map(({ completed }) => completed));
  return changes.some(
    (other) =>
      other.keyId === keyId &&
      other.intent !== intent &&
      other.outcome !== "failed" &&
      ["regenerate-now", "deactivate", "schedule"].includes(other.kind) &&
      (other.ends?.[0] ?? other.invoked) <= last,
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
