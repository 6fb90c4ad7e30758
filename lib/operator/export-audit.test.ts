import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { aKey } from "@/lib/testing/keys";
import { aMember, anActor, testClient } from "@/lib/testing/people";
import { forgetFailures, trailOf } from "@/lib/testing/trail";
import { type AuditExport, exportAudit } from "./export-audit";
import { getTrail } from "./get-trail";
import { operatorOf } from "./operator";

const operator = operatorOf("otto", "staff");

async function textOf({ lines }: AuditExport) {
  let text = "";
  for await (const line of lines) text += line;
  return text;
}

async function anExport(merchantId: string, format: "csv" | "jsonl", since?: Date) {
  return exportAudit(operator, await getTrail(db(), merchantId), { format, since });
}

describe("a merchant's audit trail", () => {
  test("is exported whole and in order, with the export's own entry, and its chain is intact (G-5)", async () => {
    const actor = await anActor({ mobile: true, otp: true });
    const key = await aKey(actor);
    const other = await anActor();
    const trail = await anExport(actor.merchant.id, "jsonl");
    const events = (await textOf(trail))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.map(({ seq, event }) => [seq, event])).toEqual([
      [1, "session.created"],
      [2, "key.generated"],
      [3, "audit.exported"],
    ]);
    expect(events[1]).toMatchObject({ keyId: key.keyId, userId: actor.user.id, mode: "test" });
    expect(events[2]).toMatchObject({
      address: "operator",
      detail: { operator: "otto", format: "jsonl" },
    });
    expect(JSON.stringify(events)).not.toContain(other.merchant.id);
    expect([trail.count(), await trail.findBrokenLink()]).toEqual([3, null]);
  });

  test("in several pieces has every event once, and can begin at a given time", async () => {
    const actor = await anActor();
    const { id: merchantId } = actor.merchant;
    await db().execute(sql`insert into audit_events (org_id, merchant_id, event, outcome, address, user_agent, host, request_id, detail)
      select 'razorpay', ${merchantId}, 'access.denied', 'ok', 'direct', '=cmd()', 'h', 'r', '{}' from generate_series(1, 2500)`);
    const lines = (await textOf(await anExport(merchantId, "csv"))).trimEnd().split("\r\n");
    expect(lines).toHaveLength(1 + 1 + 2_500 + 1);
    expect(lines[0]).toMatch(/^"seq","at","event",/);
    expect(lines.slice(1).map((line) => Number(line.split('"')[1]))).toEqual(
      Array.from({ length: 2_502 }, (_, index) => index + 1),
    );
    // W-6.
    expect(lines[2]).toContain(`"'=cmd()"`);
    const late = await anExport(merchantId, "csv", new Date(Date.now() + 60_000));
    expect((await textOf(late)).split("\r\n")).toHaveLength(2);
  });

  test("that somebody altered is exported, and the alteration is found", async () => {
    const actor = await anActor();
    await transaction((tx) =>
      recordAudit(tx, "access.denied", {
        orgId: "razorpay",
        merchantId: actor.merchant.id,
        client: testClient,
      }),
    );
    const [, second] = await trailOf(actor.merchant.id);
    await transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update audit_events set address = 'elsewhere' where id = ${second?.id}`);
    });
    const trail = await anExport(actor.merchant.id, "csv");
    expect(await textOf(trail)).toContain("elsewhere");
    expect(await trail.findBrokenLink()).toBe(second?.id);
  });

  test("is found for a user and a brand too: what names no merchant can be read", async () => {
    const { userId } = await aMember({ org: "axis" });
    await forgetFailures();
    const whose = { orgId: "axis", client: testClient } as const;
    await transaction((tx) => recordAudit(tx, "password.reset", { ...whose, userId }));
    await transaction((tx) => recordAudit(tx, "login.failed", { ...whose, outcome: "refused" }));
    expect(await textOf(await anExport(userId, "jsonl"))).toContain('"event":"password.reset"');
    const brand = (await textOf(await anExport("axis", "jsonl"))).trim().split("\n").slice(-3);
    // The exports of the user's chain and of the brand's are entries of the brand's.
    expect(
      brand.map((line) => JSON.parse(line)).map(({ event, detail }) => [event, detail.chain]),
    ).toEqual([
      ["login.failed", undefined],
      ["audit.exported", userId],
      ["audit.exported", "axis"],
    ]);
    await expect(anExport("usr_nobody", "csv")).rejects.toMatchObject({ code: "unknown" });
  });
});
