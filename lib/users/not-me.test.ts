import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { apiKeys } from "@/db/schema/keys";
import { outbox } from "@/db/schema/outbox";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { listKeys } from "@/lib/api-keys/list-keys";
import { notMeExpiry, notMeToken } from "@/lib/core/not-me-token";
import { composeMail } from "@/lib/messages/compose";
import { orgs } from "@/lib/orgs/orgs";
import { findActor } from "@/lib/sessions/find-actor";
import { ageKeyToEnd, aKey, aReplacement } from "@/lib/testing/keys";
import { actorOf, aMember, anActor, aSession, testClient } from "@/lib/testing/people";
import { confirmNotMe, findNotMe } from "./not-me";

/** The link in the newest notice of this kind, as in the owner's mail. */
async function linkOf(actor: Actor, kind: string): Promise<string> {
  const [row] = await db()
    .select()
    .from(outbox)
    .where(and(eq(outbox.merchantId, actor.merchant.id), eq(outbox.kind, kind)))
    .orderBy(sql`${outbox.createdAt} desc`);
  if (!row) throw new Error(`no ${kind}`);
  const token = /\/not-me\?token=(\S+)/.exec(composeMail(row).text)?.[1];
  if (!token) throw new Error("no link");
  return token;
}

const frozenAt = async (keyId: string) =>
  (await db().select().from(apiKeys).where(eq(apiKeys.keyId, keyId)))[0]?.frozenAt ?? null;

const eventsOf = async (actor: Actor) =>
  (
    await db()
      .select({ event: auditEvents.event })
      .from(auditEvents)
      .where(eq(auditEvents.merchantId, actor.merchant.id))
      .orderBy(auditEvents.id)
  ).map(({ event }) => event);

const noticesOf = (actor: Actor, kind: string) =>
  db()
    .select({ to: outbox.recipient, facts: outbox.facts })
    .from(outbox)
    .where(and(eq(outbox.merchantId, actor.merchant.id), eq(outbox.kind, kind)));

describe("the link This wasn't me", () => {
  test("when an owner presses it, the user's sessions end and the new key is frozen; opening the page changes nothing", async () => {
    const owner = await anActor();
    const admin = await aMember({ role: "admin", merchantId: owner.merchant.id, mobile: true });
    const { sid } = await aSession(admin, { otp: true });
    const intruder = await actorOf(admin, { sid });
    await aSession(admin);
    const old = await aKey(intruder);
    const fresh = await aReplacement(intruder, old, "in-24-hours");
    const token = await linkOf(owner, "key-regenerated");

    expect(await findNotMe(owner.org, token)).toEqual({
      name: "Asha Rao",
      key: { keyId: fresh.keyId, mode: "test" },
    });
    expect(await frozenAt(fresh.keyId)).toBeNull();
    expect(await findActor(owner.org, sid, testClient)).not.toBeNull();

    const done = await confirmNotMe(owner.org, token, testClient);
    expect(done.key).toEqual({ keyId: fresh.keyId, mode: "test" });
    expect(await findActor(owner.org, sid, testClient)).toBeNull();
    const live = await db().select().from(sessions).where(eq(sessions.userId, admin.userId));
    expect(live.filter(({ revokedAt }) => revokedAt === null)).toEqual([]);
    expect(await frozenAt(old.keyId)).toBeNull();
    expect(await eventsOf(owner)).toEqual(
      expect.arrayContaining(["session.ended", "not_me.confirmed", "key.frozen"]),
    );
    const told = await noticesOf(owner, "key-frozen");
    expect(told.map(({ to }) => to).sort()).toEqual([owner.user.email, admin.email].sort());
    const view = await listKeys(owner, "test");
    expect(view.current).toMatchObject({ keyId: fresh.keyId, status: "frozen" });
    expect(view.retiring[0]).toMatchObject({ keyId: old.keyId, status: "retiring" });
  });

  test("pressed again, it keeps the earlier freeze, tells nobody twice, and ends sessions opened since", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const key = await aKey(owner);
    const token = await linkOf(owner, "key-generated");
    await confirmNotMe(owner.org, token, testClient);
    const first = await frozenAt(key.keyId);
    expect(first).not.toBeNull();
    await confirmNotMe(owner.org, token, testClient);
    expect(await frozenAt(key.keyId)).toEqual(first);
    expect(await noticesOf(owner, "key-frozen")).toHaveLength(1);
    expect((await eventsOf(owner)).filter((event) => event === "key.frozen")).toHaveLength(1);
  });

  test("a frozen key can be regenerated, stays refused, and cannot be kept longer", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const key = await aKey(owner);
    await confirmNotMe(owner.org, await linkOf(owner, "key-generated"), testClient);
    const again = await actorOf(
      { ...(await aMember({ merchantId: owner.merchant.id, mobile: true })), mobile: null },
      await aSession(await aMember({ merchantId: owner.merchant.id, mobile: true }), { otp: true }),
    );
    const fresh = await aReplacement(again, key, "in-24-hours");
    const view = await listKeys(again, "test");
    expect(view.current).toMatchObject({ keyId: fresh.keyId, status: "active" });
    expect(view.retiring[0]).toMatchObject({ keyId: key.keyId, status: "frozen", extendsTo: null });
    await ageKeyToEnd(again, key.keyId, -1);
    expect((await listKeys(again, "test")).past[0]?.status).toBe("deactivated");
  });

  test("a key that has ended stays as it is, and the sessions still end", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const key = await aKey(owner);
    const token = await linkOf(owner, "key-generated");
    await aReplacement(owner, key, "now");
    expect(await findNotMe(owner.org, token)).toMatchObject({ key: null });
    expect(await confirmNotMe(owner.org, token, testClient)).toMatchObject({ key: null });
    expect(await frozenAt(key.keyId)).toBeNull();
  });

  test("forged, foreign and old links get the same answer, and affect no key", async () => {
    const owner = await anActor();
    const stranger = await anActor();
    const key = await aKey(stranger);
    const facts = {
      orgId: "razorpay",
      userId: owner.user.id,
      merchantId: owner.merchant.id,
      keyId: key.keyId,
      expiresAt: notMeExpiry(new Date()),
    } as const;
    const good = notMeToken(facts);
    const old = notMeToken({ ...facts, expiresAt: new Date(Date.now() - 1000) });
    for (const [org, token] of [
      [orgs.razorpay, `${good}x`],
      [orgs.razorpay, ""],
      [orgs.curlec, good],
      [orgs.razorpay, old],
    ] as const) {
      expect(await findNotMe(org, token)).toBeNull();
      await expect(confirmNotMe(org, token, testClient)).rejects.toMatchObject({
        code: "link_expired",
      });
    }
    await confirmNotMe(orgs.razorpay, good, testClient);
    expect(await frozenAt(key.keyId)).toBeNull();
  });
});
