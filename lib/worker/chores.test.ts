/** What the worker does besides sending: reminders of expiries (DESIGN §2.10) and cleaning up. */
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import { keyReminders, outbox } from "@/db/schema/outbox";
import { sendLetter } from "@/lib/outbox/enqueue";
import { aKey, expireKeyIn } from "@/lib/testing/keys";
import { aMember, anActor, aSession } from "@/lib/testing/people";
import { cleanUp } from "./clean-up";
import { remindOfExpiries } from "./expiry-reminders";

const day = 24 * 60 * 60;

const remindersTo = async (recipient: string) =>
  (
    await db()
      .select({ kind: outbox.kind, facts: outbox.facts })
      .from(outbox)
      .where(eq(outbox.recipient, recipient))
      .orderBy(outbox.createdAt)
  )
    .filter(({ kind }) => kind === "key-expiring")
    .map(({ facts }) => facts.days);

async function remindAll(): Promise<void> {
  while ((await remindOfExpiries()) > 0);
}

describe("expiry reminders", () => {
  test("the owner is told 30, 14, 7 and 1 days ahead, once each, whatever runs in parallel", async () => {
    const owner = await anActor();
    const { keyId } = await aKey(owner);
    const told: (string | undefined)[][] = [];
    for (const days of [31, 30, 29, 14, 7, 6.5, 1, 0.5, -1]) {
      await expireKeyIn(owner, keyId, days * day - 60);
      await Promise.all([remindAll(), remindAll(), remindAll()]);
      told.push(await remindersTo(owner.user.email));
    }
    const all = ["30", "14", "7", "1"];
    expect(told.map(({ length }) => length)).toEqual([0, 1, 1, 2, 3, 3, 4, 4, 4]);
    expect(told.at(-1)).toEqual(all);
  });

  test("if two reminders were missed, one is sent, with the days that are left", async () => {
    const owner = await anActor();
    const { keyId } = await aKey(owner);
    await expireKeyIn(owner, keyId, 5 * day - 60);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual(["5"]);
    const noted = await db().select().from(keyReminders).where(eq(keyReminders.keyId, keyId));
    expect(noted.map(({ daysBefore }) => daysBefore).sort()).toEqual([14, 30, 7]);
  });

  test("a key gets no reminder that is earlier than its own creation", async () => {
    const owner = await anActor();
    const { keyId } = await aKey(owner);
    const isKey = eq(apiKeys.keyId, keyId);
    await db()
      .update(apiKeys)
      .set({ expiresAt: sql`${apiKeys.createdAt} + interval '10 days'` })
      .where(isKey);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual([]);
    await db()
      .update(apiKeys)
      .set({
        createdAt: sql`${apiKeys.createdAt} - interval '4 days'`,
        expiresAt: sql`${apiKeys.expiresAt} - interval '4 days'`,
      })
      .where(isKey);
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual(["6"]);
  });

  test("frozen, replaced and expired keys are not announced", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const { keyId } = await aKey(owner);
    await expireKeyIn(owner, keyId, 5 * day);
    await db().update(apiKeys).set({ frozenAt: sql`now()` }).where(eq(apiKeys.keyId, keyId));
    await remindAll();
    expect(await remindersTo(owner.user.email)).toEqual([]);
  });
});

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
