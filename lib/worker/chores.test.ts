/** What the worker does every hour: cleaning up. */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { sendLetter } from "@/lib/outbox/enqueue";
import { aKey } from "@/lib/testing/keys";
import { aMember, anActor, aSession } from "@/lib/testing/people";
import { cleanUp } from "./clean-up";

describe("cleaning up", () => {
  const count = async (table: string, where: string) =>
    (await db().execute(sql.raw(`select from ${table} where ${where}`))).rows.length;

  test("old rows are deleted, newer ones stay, and a user's last session stays", async () => {
    const member = await aMember({ mobile: true });
    for (let n = 0; n < 3; n++) await aSession(member);
    const mine = `user_id = '${member.userId}'`;
    await db().execute(
      sql.raw(`update sessions set created_at = now() - interval '120 days'
      + interval '1 day' * row_number from (select id as i, row_number() over (order by created_at) from sessions where ${mine}) r where id = r.i`),
    );
    const to = `${randomUUID()}@tests.test`;
    for (let n = 0; n < 2; n++)
      await transaction((tx) =>
        sendLetter(tx, "signup-exists", { orgId: "axis", to }, { name: "" }),
      );
    await db().execute(
      sql.raw(`update outbox set sent_at = now() - interval '31 days'
      where id = (select min(id) from outbox where recipient = '${to}')`),
    );
    await db().execute(
      sql.raw(
        `insert into rate_limits values ('old ${to}', now() - interval '2 days', 1), ('new ${to}', now(), 1)`,
      ),
    );
    await db().execute(
      sql.raw(`insert into pending_logins (id, org_id, user_id, token_hash, expires_at)
      values ('p ${to}', 'razorpay', '${member.userId}', '\\x01${to.slice(0, 8)}', now() - interval '40 days')`),
    );
    await db().execute(
      sql.raw(`insert into otp_challenges (id, org_id, user_id, pending_login_id, purpose, mobile, expires_at)
      values ('o ${to}', 'razorpay', '${member.userId}', 'p ${to}', 'login', '${member.mobile}', now() - interval '40 days')`),
    );

    // In parallel: one of them cleans up, the others skip their turn.
    await Promise.all([cleanUp(), cleanUp()]);
    await cleanUp();
    expect(await count("sessions", mine)).toBe(1);
    expect(await count("outbox", `recipient = '${to}'`)).toBe(1);
    expect(await count("rate_limits", `key like '% ${to}'`)).toBe(1);
    expect(await count("pending_logins", mine)).toBe(0);
    expect(await count("otp_challenges", mine)).toBe(0);
  });

  test("addresses of a key are kept for 90 days", async () => {
    const { keyId } = await aKey(await anActor());
    await db().execute(sql`
      insert into key_addresses (org_id, merchant_id, key_id, day, address, requests, first_used_at, last_used_at)
      select org_id, merchant_id, key_id, used, days::text, 1, used, used + interval '23 hours'
      from api_keys, unnest(array[0, 89, 90, 92]) days,
        lateral (select date_trunc('day', now(), 'UTC') - make_interval(days => days) as used) r
      where key_id = ${keyId}`);
    await cleanUp();
    const { rows } = await db().execute(
      sql`select address from key_addresses where key_id = ${keyId} order by day desc`,
    );
    expect(rows.map(({ address }) => address)).toEqual(["0", "89", "90"]);
  });

  test("no rule deletes from the audit trail, however old its entries are (G-7)", async () => {
    const actor = await anActor();
    await transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update audit_events set at = now() - interval '13 months'
        where chain = ${actor.merchant.id}`);
    });
    const whole = await count("audit_events", "true");
    await cleanUp();
    expect(await count("audit_events", "true")).toBe(whole);
    expect(await count("audit_events", `chain = '${actor.merchant.id}'`)).toBe(1);
  });
});
