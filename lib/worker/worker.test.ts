import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import { backOffSeconds, triesOf } from "@/lib/outbox/back-off";
import { claimMessages, markFailed, markSent } from "@/lib/outbox/claim";
import { notifyAt, sendLetter } from "@/lib/outbox/enqueue";
import { messagesTo } from "@/lib/testing/inbox/read-inbox";
import { type Mail, type MailSender, openMailSender } from "./smtp";
import { sendBatch } from "./start-worker";

const real = openMailSender(process.env.SMTP_URL ?? "");
afterAll(() => real.close());
beforeEach(async () => {
  // Deletes other tests' messages. This test worker has its own database and runs one file at a time.
  await db().delete(outbox).where(sql`true`);
});

const anAddress = () => `m-${randomUUID()}@tests.test`;

function aLetter(to: string) {
  return transaction((tx) =>
    sendLetter(tx, "signup-exists", { orgId: "razorpay", to }, { name: "Asha" }),
  );
}

const rows = () => db().select().from(outbox).orderBy(outbox.createdAt);

/** A mail server that refuses everything. */
const down: MailSender = {
  send: () => Promise.reject(Object.assign(new Error("secret text"), { code: "ECONNECTION" })),
  close: () => undefined,
};

const endLeases = () =>
  db()
    .update(outbox)
    .set({ leasedUntil: sql`now() - interval '1 second'` })
    .where(sql`leased_until is not null`);
const endWaits = () => db().update(outbox).set({ availableAt: sql`now()` }).where(sql`true`);

describe("the outbox (R-14)", () => {
  test("two parallel workers share the messages: each message goes to one of them", async () => {
    for (let n = 0; n < 20; n++) await aLetter(anAddress());
    const claims = await Promise.all(Array.from({ length: 6 }, () => claimMessages(5)));
    const ids = claims.flat().map(({ id }) => id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
    expect(await claimMessages(5)).toEqual([]);
  });

  test("when a lease ends another worker gets the message, and the first one cannot mark it any more", async () => {
    await aLetter(anAddress());
    const [first] = await claimMessages(1);
    expect(await claimMessages(1)).toEqual([]);
    await endLeases();
    const [second] = await claimMessages(1);
    if (!first || !second) throw new Error("not claimed");
    expect(second).toMatchObject({ id: first.id, attempts: 2 });
    expect(await markSent(first)).toBe(false);
    expect(await markFailed(first, "late")).toBe("lease-lost");
    expect(await markSent(second)).toBe(true);
    expect(await markSent(second)).toBe(false);
  });

  test("a message sent by two workers, because the first seemed dead, is one mail in the mailbox", async () => {
    const to = anAddress();
    await aLetter(to);
    const sent: Mail[] = [];
    // Its lease ends while it is sending, and meanwhile another worker sends the same message.
    const slow: MailSender = {
      async send(org, mail) {
        sent.push(mail);
        await real.send(org, mail);
        await endLeases();
        await sendBatch(real);
      },
      close: () => undefined,
    };
    await sendBatch(slow);
    expect(await messagesTo(to)).toHaveLength(1);
    expect((await rows())[0]?.sentAt).not.toBeNull();
    expect(sent[0]?.id).toMatch(/^msg_/);
  });

  test("after sending, its facts are deleted (G-11)", async () => {
    const to = anAddress();
    await aLetter(to);
    expect(await sendBatch(real)).toBe(1);
    const [row] = await rows();
    expect(row).toMatchObject({ facts: {}, leaseId: null, leasedUntil: null, lastError: null });
    const [mail] = await messagesTo(to);
    expect(mail).toMatchObject({
      to,
      channel: "email",
      subject: "You have a Razorpay account already",
    });
    expect(mail?.body.split("\n")[0]).toBe(mail?.subject);
  });

  test("while the gateway is down, the message is kept and retried ever later, then delivered; the row never contains its text", async () => {
    const to = anAddress();
    await aLetter(to);
    const waits: number[] = [];
    for (let n = 1; n <= 3; n++) {
      expect(await sendBatch(down)).toBe(1);
      expect(await sendBatch(down), "not before its time").toBe(0);
      const result = await db().execute<{ wait: number }>(
        sql`select extract(epoch from available_at - now())::float8 as wait from outbox`,
      );
      waits.push(result.rows[0]?.wait ?? 0);
      expect((await rows())[0]).toMatchObject({
        attempts: n,
        lastError: "ECONNECTION",
        sentAt: null,
      });
      await endWaits();
    }
    expect(waits[2]).toBeGreaterThan(waits[0] ?? 0);
    await sendBatch(real);
    expect(await messagesTo(to)).toHaveLength(1);
  });

  test("after the last try it is given up, with an alarm in the log and its facts deleted", async () => {
    const { log } = await import("@/lib/core/log");
    const alarm = vi.spyOn(log(), "error");
    await aLetter(anAddress());
    await db()
      .update(outbox)
      .set({ attempts: triesOf.email - 1 })
      .where(sql`true`);
    await sendBatch(down);
    expect((await rows())[0]).toMatchObject({ facts: {}, sentAt: null, lastError: "ECONNECTION" });
    expect((await rows())[0]?.givenUpAt).not.toBeNull();
    expect(alarm.mock.calls[0]?.[0]).toMatchObject({
      alarm: "outbox.given_up",
      kind: "signup-exists",
    });
    await endWaits();
    expect(await sendBatch(real)).toBe(0);
  });

  test("the wait doubles from seconds to an hour, and half of it is random", () => {
    expect([1, 2, 3].map((n) => backOffSeconds(n, 1))).toEqual([5, 10, 20]);
    expect([1, 2, 3].map((n) => backOffSeconds(n, 0))).toEqual([2.5, 5, 10]);
    expect(backOffSeconds(1000, 1)).toBe(3600);
  });

  test("a kind that this build does not know waits for a newer worker", async () => {
    await aLetter(anAddress());
    await db().update(outbox).set({ kind: "from-the-future" }).where(sql`true`);
    await sendBatch(real);
    expect((await rows())[0]).toMatchObject({ lastError: "unknown kind", givenUpAt: null });
  });

  test("a notice by SMS arrives once under its id, and is short and masked", async () => {
    const to = "+919876512399";
    const facts = { who: "Asha (a@b.test)", by: "Asha", mobile: "••••••3210" };
    await transaction((tx) =>
      notifyAt(tx, "mobile-changed", "sms", { orgId: "curlec", to }, facts),
    );
    await sendBatch(real);
    const [sms] = await messagesTo(to);
    expect(sms?.channel).toBe("sms");
    expect(sms?.body).toMatch(
      /^A mobile number was changed on Curlec, .* MYT\. If this wasn't you, contact support@curlec\.test\.$/,
    );
    expect((sms?.body ?? "").length).toBeLessThan(160);
  });
});
