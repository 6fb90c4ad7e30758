/** What an intruder who has moved an account to their own mailbox cannot do against the old address's link. */
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { anEmail, aVictim, emailOf, movesTo } from "@/lib/testing/moved-email";
import { notMeLinkIn } from "@/lib/testing/not-me";
import { messagesFor, noticesTo } from "@/lib/testing/outbox";
import { actorOf, aMember, aSession, testClient, testPassword } from "@/lib/testing/people";
import { requestEmailChange } from "./change-email";
import { findNotMe } from "./find-not-me";
import { confirmNotMe } from "./not-me";

const press = (actor: Actor, token: string) => confirmNotMe(actor.org, token, testClient);
const stateOf = async (actor: Actor, token: string) =>
  (await findNotMe(actor.org, token))?.state ?? null;
const expired = { code: "link_expired" };

describe("an intruder", () => {
  test("who changes the address again cannot outrun it: the first link restores the first address, later ones are void", async () => {
    const actor = await aVictim();
    const [old, one, two] = [actor.user.email, anEmail(), anEmail()];
    const first = await movesTo(actor, one);
    const second = await movesTo(actor, two);
    const third = await movesTo(actor, anEmail());
    await press(actor, first);
    expect(await emailOf(actor)).toBe(old);
    for (const token of [second, third]) {
      expect(await findNotMe(actor.org, token)).toMatchObject({ state: "void" });
      await expect(press(actor, token)).rejects.toMatchObject(expired);
    }
    expect(await emailOf(actor)).toBe(old);
  });

  test("who presses the link of a later change first does not void the first one", async () => {
    const actor = await aVictim();
    const [old, one] = [actor.user.email, anEmail()];
    const first = await movesTo(actor, one);
    const second = await movesTo(actor, anEmail());
    await press(actor, second);
    expect(await emailOf(actor)).toBe(one);
    await press(actor, first);
    expect(await emailOf(actor)).toBe(old);
  });

  test("whose change was undone by hand cannot come back with the link in their own mailbox", async () => {
    const actor = await aVictim();
    const [old, thiefs] = [actor.user.email, anEmail()];
    const first = await movesTo(actor, thiefs);
    expect(await movesTo(actor, old)).toBe("");
    expect(await noticesTo(thiefs, "email-changed")).toHaveLength(2);
    expect(await stateOf(actor, first)).toBe("open");
    // Nor with one of a chain.
    await movesTo(actor, thiefs);
    const ofThief = await movesTo(actor, anEmail());
    expect(await stateOf(actor, ofThief)).toBe("open");
    expect(await movesTo(actor, old)).toBe("");
    expect(await stateOf(actor, ofThief)).toBe("void");
  });

  test("who was sent notices meanwhile cannot log the user out with their links after that", async () => {
    const actor = await aVictim();
    const thiefs = anEmail();
    const first = await movesTo(actor, thiefs);
    const ofThief = (await notMeLinkIn(thiefs, "email-changed")) ?? "";
    expect(await stateOf(actor, ofThief)).toBe("open");
    await press(actor, first);
    expect(await stateOf(actor, ofThief)).toBe("void");
    await expect(press(actor, ofThief)).rejects.toMatchObject(expired);
  });

  test("who presses this user's other links all day does not use up the presses of the old address", async () => {
    const actor = await aVictim();
    const token = await movesTo(actor, anEmail());
    await db().execute(sql`insert into rate_limits (key, window_start, count)
      values (${`not-me razorpay ${actor.user.id}`}, now(), 5)`);
    await press(actor, token);
    expect(await emailOf(actor)).toBe(actor.user.email);
  });

  test("whose session was ended meanwhile opens no new change, although the password was checked before", async () => {
    const member = await aMember({ hasPassword: true });
    const { sid } = await aSession(member);
    const { org, ...thief } = await actorOf(member, { sid });
    const lax = { ...org, policy: { ...org.policy, securityStepUp: false } };
    const email = anEmail();
    await db()
      .update(sessions)
      .set({ revokedAt: sql`now()` })
      .where(eq(sessions.userId, member.userId));
    const asked = requestEmailChange({ ...thief, org: lax }, { email, password: testPassword });
    await expect(asked).rejects.toMatchObject({ code: "login_expired" });
    expect(await messagesFor(email)).toEqual([]);
  });
});
