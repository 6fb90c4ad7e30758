import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import type { Actor } from "@/lib/access/actor";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { regenerateKey } from "@/lib/api-keys/regenerate-key";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { auditOf } from "./audit-of";
import { findBrokenLink } from "./find-broken-link";
import { recordAudit } from "./record-audit";

const trail = (actor: Actor) =>
  db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.orgId, actor.org.id), eq(auditEvents.merchantId, actor.merchant.id)))
    .orderBy(auditEvents.seq);

describe("the audit trail", () => {
  test("has one row for each committed change, with who, where and which key, and no secret (G-1, G-2)", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const old = await aKey(actor);
    const fresh = await aReplacement(actor, old, "in-24-hours");
    await deactivateKey(actor, { mode: "test", keyId: old.keyId });
    const rows = await trail(actor);
    expect(rows.map((row) => row.event)).toEqual([
      "session.created",
      "key.generated",
      "key.regenerated",
      "key.deactivated",
    ]);
    expect(rows[2]).toMatchObject({
      userId: actor.user.id,
      sessionId: actor.session.id,
      mode: "test",
      keyId: fresh.keyId,
      detail: { replaces: old.keyId, old_key_ends: "in-24-hours" },
      host: "razorpay.localhost",
    });
    expect(JSON.stringify(rows)).not.toContain(old.secret);
    expect(JSON.stringify(rows)).not.toContain(fresh.secret);
  });

  test("has no row for a change that was refused or rolled back (G-6)", async () => {
    const actor = await anActor({ mobile: true });
    const key = await aKey(actor);
    const before = await trail(actor);
    const input = {
      mode: "test",
      keyId: key.keyId,
      choice: "now",
      requestId: randomUUID(),
    } as const;
    await expect(regenerateKey(actor, input)).rejects.toMatchObject({ need: "otp" });
    const failing = transaction(async (tx) => {
      await recordAudit(tx, "key.deactivated", auditOf(actor));
      throw new Error("after the row");
    });
    await expect(failing).rejects.toThrow("after the row");
    expect(await trail(actor)).toEqual(before);
  });

  test("is one unbroken chain, also when written to in parallel", async () => {
    const actor = await anActor();
    await Promise.all(
      Array.from({ length: 20 }, () =>
        transaction((tx) => recordAudit(tx, "access.denied", auditOf(actor))),
      ),
    );
    const rows = await trail(actor);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
    expect(await findBrokenLink(db(), actor.merchant.id)).toBeNull();
  });

  test("refuses changes and deletions; a change made with that switched off is found (G-5)", async () => {
    const actor = await anActor();
    await aKey(actor);
    const [, second] = await trail(actor);
    const tamper = sql`update audit_events set address = '203.0.113.9' where id = ${second?.id}`;
    await expect(db().execute(tamper)).rejects.toThrow();
    await expect(
      db().execute(sql`delete from audit_events where id = ${second?.id}`),
    ).rejects.toThrow();
    await expect(db().execute(sql`truncate audit_events`)).rejects.toThrow();
    await transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(tamper);
    });
    expect(await findBrokenLink(db(), actor.merchant.id)).toBe(second?.id);
  });
});
