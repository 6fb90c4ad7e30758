/** A replacement whose process dies between any two of its statements has happened whole or not at all (K-9, R-2). */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, expect, test } from "vitest";
import { db } from "@/db/client";
import { requestCode } from "@/lib/step-up/request-code";
import { takeProof } from "@/lib/step-up/take-proof";
import { keyTarget } from "@/lib/step-up/target";
import { type Cut, cutAt, mend } from "@/lib/testing/cut";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession } from "@/lib/testing/people";
import { type Choice, regenerateKey } from "./regenerate-key";

afterEach(mend);

/** An owner with a Test key, who has entered the right code for its replacement. */
async function aReplacementToCome() {
  const member = await aMember({ mobile: true });
  const actor = await actorOf(member, await aSession(member));
  const { keyId } = await aKey(actor);
  const { challengeId } = await requestCode(
    actor,
    keyTarget("regenerate", { mode: "test", keyId }),
  );
  const guess = { challengeId, code: await latestCode(member.mobile ?? "") };
  return { merchantId: member.merchantId, keyId, proven: await takeProof(actor, guess) };
}

/** Which of its five parts are there: the code used up, the new key, the old one's end, the entry, the notices. */
async function partsOf(merchantId: string, keyId: string): Promise<boolean[]> {
  const { rows } = await db().execute<Record<string, boolean>>(sql`select
    exists (select from otp_challenges where key_id = ${keyId} and consumed_at is not null) as used,
    (select count(*) from api_keys where merchant_id = ${merchantId}) = 2 as made,
    exists (select from api_keys where key_id = ${keyId} and deactivates_at is not null) as ended,
    exists (select from audit_events where merchant_id = ${merchantId} and event = 'key.regenerated') as written,
    exists (select from outbox where merchant_id = ${merchantId} and kind = 'key-regenerated') as told`);
  return Object.values(rows[0] ?? {});
}

const cases: [Choice, Cut][] = [
  ["now", "before it is sent"],
  ["now", "when it was sent"],
  ["in-24-hours", "before it is sent"],
];

test.each(cases)(
  "%s, cut at each statement %s: all five parts are there or none, and what was lost can be done again (K-9, R-2)",
  async (choice, when) => {
    const outcomes = new Set<string>();
    for (let nth = 1; ; nth++) {
      const { merchantId, keyId, proven } = await aReplacementToCome();
      const input = { mode: "test", keyId, choice, requestId: randomUUID() } as const;
      const seen = cutAt(nth, when);
      const isDone = await regenerateKey(proven, input).then(
        () => true,
        () => false,
      );
      mend();
      const parts = await partsOf(merchantId, keyId);
      expect(parts, `statement ${nth}`).toHaveLength(5);
      expect(new Set(parts).size, `statement ${nth}: ${parts}`).toBe(1);
      outcomes.add(`${isDone} ${parts[0]}`);
      // The same submit again makes the one replacement there is, or says that it was made before.
      await regenerateKey(proven, input);
      expect(await partsOf(merchantId, keyId)).toEqual(Array(5).fill(true));
      if (nth > seen.count) break;
      expect(nth).toBeLessThan(60);
    }
    expect([...outcomes]).toEqual(expect.arrayContaining(["false false", "true true"]));
  },
);
