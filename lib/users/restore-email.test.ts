/** The link "This wasn't me" in the mail to an old address gives the address back to its user. */
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { logIn } from "@/lib/login/log-in";
import { orgs } from "@/lib/orgs/orgs";
import { requestReset } from "@/lib/passwords/request-reset";
import { findOpenReset, resetPassword } from "@/lib/passwords/reset-password";
import { anEmail, aVictim, emailOf, movesTo, userOf } from "@/lib/testing/moved-email";
import { notMeLinkIn } from "@/lib/testing/not-me";
import { latestToken, noticesTo } from "@/lib/testing/outbox";
import { aMember, testClient, testPassword } from "@/lib/testing/people";
import { findNewEmail, requestEmailChange } from "./change-email";
import { findNotMe } from "./find-not-me";
import { confirmNotMe } from "./not-me";

const press = (actor: Actor, token: string) => confirmNotMe(actor.org, token, testClient);
const expired = { code: "link_expired" };
const newPassword = "a-quite-different-password";

describe("the old address's link", () => {
  test("restores the address, ends everything that is open and leads to a new password; opening it changes nothing", async () => {
    const actor = await aVictim();
    const [old, thiefs] = [actor.user.email, anEmail()];
    const token = await movesTo(actor, thiefs);
    expect(await notMeLinkIn(old, "email-changed")).toBe(token);
    await requestReset(actor.org, { email: thiefs }, testClient);
    const stolenReset = await latestToken(thiefs, "password-reset");
    const next = anEmail();
    const now = { ...actor, user: { ...actor.user, email: thiefs } };
    await requestEmailChange(now, { email: next, password: testPassword });
    const stolenChange = await latestToken(next, "email-confirm");

    expect(await findNotMe(actor.org, token)).toMatchObject({
      state: "open",
      event: "An email address was changed",
      restores: old,
    });
    expect(await emailOf(actor)).toBe(thiefs);

    expect(await press(actor, token)).toMatchObject({ name: "Asha Rao", restored: old });
    expect(await userOf(actor)).toMatchObject({ email: old, passwordHash: null });
    const open = await db()
      .select()
      .from(sessions)
      .where(and(eq(sessions.userId, actor.user.id), sql`revoked_at is null`));
    expect(open).toEqual([]);
    expect(await findOpenReset(actor.org, stolenReset)).toBeNull();
    expect(await findNewEmail(actor.org, stolenChange)).toBeNull();
    const login = (email: string, password: string) =>
      logIn(actor.org, { email, password }, testClient);
    for (const email of [old, thiefs])
      await expect(login(email, testPassword)).rejects.toMatchObject({ code: "wrong_credentials" });

    const reset = await latestToken(old, "password-after-restore");
    await resetPassword(actor.org, { token: reset, password: newPassword }, testClient);
    expect((await login(old, newPassword)).step).toBe("signed-in");
  });

  test("both addresses are told and so are other owners; the trail records it; the replaced one gets no link", async () => {
    const actor = await aVictim();
    const second = await aMember({ merchantId: actor.merchant.id });
    const [old, thiefs] = [actor.user.email, anEmail()];
    await press(actor, await movesTo(actor, thiefs));
    const facts = { from: thiefs, to: old, who: `Asha Rao (${old})` };
    for (const address of [old, thiefs, second.email])
      expect(await noticesTo(address, "email-restored"), address).toMatchObject([{ facts }]);
    expect(await notMeLinkIn(thiefs, "email-restored")).toBeNull();
    expect(await notMeLinkIn(second.email, "email-restored")).not.toBeNull();
    const events = await db()
      .select({ event: auditEvents.event, detail: auditEvents.detail })
      .from(auditEvents)
      .where(eq(auditEvents.userId, actor.user.id))
      .orderBy(auditEvents.id);
    const names = events.map(({ event }) => event);
    expect(names).toEqual(
      expect.arrayContaining(["email.changed", "session.ended", "not_me.confirmed"]),
    );
    expect(names.at(-1)).toBe("email.restored");
  });

  test("works once, of parallel presses too, and for seven days; used or too old it says what happened", async () => {
    const actor = await aVictim();
    const token = await movesTo(actor, anEmail());
    const set = (interval: string) =>
      db().execute(sql`update not_me_links set expires_at = now() + ${interval}::interval
        where reader_id = ${actor.user.id} and restores_email is not null`);
    const [left] = (
      await db().execute<{
        days: number;
      }>(sql`select extract(epoch from expires_at - now()) / 86400 as days
        from not_me_links where reader_id = ${actor.user.id} and restores_email is not null`)
    ).rows;
    expect(Number(left?.days)).toBeGreaterThan(6.99);
    expect(Number(left?.days)).toBeLessThanOrEqual(7);
    await set("0 seconds");
    expect(await findNotMe(actor.org, token)).toMatchObject({ state: "too-old" });
    await expect(press(actor, token)).rejects.toMatchObject(expired);
    await set("1 minute");
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => press(actor, token)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await findNotMe(actor.org, token)).toMatchObject({
      state: "used",
      restores: actor.user.email,
    });
  });

  test("is of its own brand alone, and dead for a disabled user", async () => {
    const actor = await aVictim();
    const token = await movesTo(actor, anEmail());
    expect(await findNotMe(orgs.axis, token)).toBeNull();
    await expect(confirmNotMe(orgs.axis, token, testClient)).rejects.toMatchObject(expired);
    const isThis = eq(users.id, actor.user.id);
    await db().update(users).set({ disabledAt: sql`now()` }).where(isThis);
    expect(await findNotMe(actor.org, token)).toMatchObject({ state: "not-yours" });
    await expect(press(actor, token)).rejects.toMatchObject(expired);
  });
});

describe("an old address that another account took meanwhile", () => {
  test("is not given back: the page says so and has no button, and nothing is changed", async () => {
    const actor = await aVictim();
    const thiefs = anEmail();
    const token = await movesTo(actor, thiefs);
    await aMember({ email: actor.user.email });
    expect(await findNotMe(actor.org, token)).toMatchObject({ state: "taken" });
    await expect(press(actor, token)).rejects.toMatchObject({
      ...expired,
      message: expect.stringContaining("belongs to another account"),
    });
    const row = await userOf(actor);
    expect(row.email).toBe(thiefs);
    expect(row.passwordHash).not.toBeNull();
  });
});
