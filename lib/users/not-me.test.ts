import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { apiKeys } from "@/db/schema/keys";
import { outbox } from "@/db/schema/outbox";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { listKeys } from "@/lib/api-keys/list-keys";
import { orgs } from "@/lib/orgs/orgs";
import { findActor } from "@/lib/sessions/find-actor";
import { ageKeyToEnd, aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { notMeLinkIn } from "@/lib/testing/not-me";
import { actorOf, aMember, anActor, aSession, testClient } from "@/lib/testing/people";
import { findNotMe } from "./find-not-me";
import { confirmNotMe } from "./not-me";

async function linkOf({ user }: Actor, kind: string): Promise<string> {
  const token = await notMeLinkIn(user.email, kind);
  if (!token) throw new Error("no link");
  return token;
}

const press = (actor: Actor, token: string) => confirmNotMe(actor.org, token, testClient);
const expired = { code: "link_expired" };

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

    expect(await findNotMe(owner.org, token)).toMatchObject({
      state: "open",
      event: "A key was regenerated",
      name: "Asha Rao",
      key: { keyId: fresh.keyId, mode: "test" },
      freezes: true,
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

  test("works once, of parallel presses too; the other readers' links work on their own", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const second = await aMember({ merchantId: owner.merchant.id });
    const key = await aKey(owner);
    const [first, other] = [
      await linkOf(owner, "key-generated"),
      (await notMeLinkIn(second.email, "key-generated")) ?? "",
    ];
    const presses = await Promise.allSettled(Array.from({ length: 10 }, () => press(owner, first)));
    expect(presses.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const at = await frozenAt(key.keyId);
    expect(at).not.toBeNull();
    expect(await findNotMe(owner.org, first)).toMatchObject({
      state: "used",
      key: { mode: "test" },
    });
    expect(await findNotMe(owner.org, other)).toMatchObject({ state: "open", freezes: false });
    await press(owner, other);
    expect(await frozenAt(key.keyId)).toEqual(at);
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
    const live = await aKey(owner, "live");
    const ofLive = await linkOf(owner, "key-generated");
    await expireKeyIn(owner, live.keyId, -1);
    expect(await findNotMe(owner.org, token)).toMatchObject({ freezes: false });
    expect(await confirmNotMe(owner.org, token, testClient)).toMatchObject({ key: null });
    expect(await frozenAt(key.keyId)).toBeNull();
    expect(await findNotMe(owner.org, ofLive)).toMatchObject({ freezes: false });
    expect(await press(owner, ofLive)).toMatchObject({ key: null });
    expect(await frozenAt(live.keyId)).toBeNull();
  });

  test("forged and foreign links are unknown, and an old one shows what happened but cannot be pressed", async () => {
    const owner = await anActor({ mobile: true, otp: true });
    const key = await aKey(owner);
    const token = await linkOf(owner, "key-generated");
    for (const [org, tried] of [
      [orgs.razorpay, `${token}x`],
      [orgs.razorpay, ""],
      [orgs.curlec, token],
    ] as const) {
      expect(await findNotMe(org, tried)).toBeNull();
      await expect(confirmNotMe(org, tried, testClient)).rejects.toMatchObject(expired);
    }
    await db().execute(sql`update not_me_links set expires_at = now()
      where reader_id = ${owner.user.id} and kind = 'key-generated'`);
    expect(await findNotMe(owner.org, token)).toMatchObject({ state: "too-old" });
    await expect(press(owner, token)).rejects.toMatchObject(expired);
    expect(await frozenAt(key.keyId)).toBeNull();
  });
});
