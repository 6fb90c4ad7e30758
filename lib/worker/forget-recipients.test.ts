import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import { notifyAt } from "@/lib/outbox/enqueue";
import { aMember } from "@/lib/testing/people";
import { forgetRecipients } from "./forget-recipients";

/** A notice that was given up so many days ago; null: it still waits. Returns its id. */
async function aMessage(org: OrgId, daysAgo: number | null): Promise<string> {
  const { userId, email } = await aMember({ org });
  const to = `${randomUUID()}@tests.test`;
  const facts = { who: `Asha Rao (${email})`, by: "Asha Rao", byUserId: userId, from: email, to };
  await transaction((tx) =>
    notifyAt(tx, "email-changed", "email", { orgId: org, userId, to }, facts),
  );
  const [row] = await db()
    .update(outbox)
    .set({
      givenUpAt: daysAgo === null ? null : sql`now() - make_interval(days => ${daysAgo})`,
      lastError: daysAgo === null ? null : "refused",
    })
    .where(and(eq(outbox.orgId, org), eq(outbox.recipient, to)))
    .returning({ id: outbox.id });
  return row?.id ?? "";
}

async function read(id: string) {
  const [row] = await db().select().from(outbox).where(eq(outbox.id, id));
  return row;
}

const strict = { ...orgs.curlec, policy: { ...orgs.curlec.policy, keepGivenUpDays: 7 } };

describe("a message that was given up", () => {
  test("loses its recipient after the brand's period, with all that is personal, and keeps its row and failure", async () => {
    const kept = orgs.razorpay.policy.keepGivenUpDays;
    const old = await aMessage("razorpay", kept + 1);
    const young = await aMessage("razorpay", kept - 1);
    const before = await read(old);
    while ((await forgetRecipients([orgs.razorpay, strict])) > 0);
    expect(await read(old)).toEqual({ ...before, recipient: "", facts: {}, userId: null });
    expect(await read(old)).toMatchObject({ kind: "email-changed", lastError: "refused" });
    expect((await read(young))?.recipient).toMatch(/@tests\.test$/);
  });

  test("obeys its own brand's period, not another's", async () => {
    const ofStrict = await aMessage("curlec", 8);
    const ofOther = await aMessage("razorpay", 8);
    await forgetRecipients([orgs.razorpay, strict]);
    expect(await read(ofStrict)).toMatchObject({ recipient: "", facts: {} });
    expect((await read(ofOther))?.facts.who).toMatch(/Asha Rao/);
  });

  test("is blanked once, also by parallel workers; a message that waits or was sent is not touched", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => aMessage("curlec", 8)));
    const waiting = await aMessage("curlec", null);
    const runs = await Promise.all([1, 2, 3].map(() => forgetRecipients([strict])));
    expect(runs.reduce((sum, rows) => sum + rows, 0)).toBeGreaterThanOrEqual(ids.length);
    expect(await forgetRecipients([strict])).toBe(0);
    for (const id of ids) expect(await read(id)).toMatchObject({ recipient: "" });
    expect((await read(waiting))?.recipient).toMatch(/@tests\.test$/);
  });

  test("no other message may be without a recipient: the database refuses it", async () => {
    const waiting = await aMessage("curlec", null);
    const blanked = db().update(outbox).set({ recipient: "" }).where(eq(outbox.id, waiting));
    await expect(blanked).rejects.toMatchObject({ cause: { constraint: "outbox_recipient" } });
  });
});
