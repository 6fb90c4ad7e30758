/** An account whose email address an intruder has changed. */
import { randomUUID } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { emailChanges, notMeLinks } from "@/db/schema/accounts";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { linkToken } from "@/lib/core/link-token";
import { confirmEmailChange, requestEmailChange } from "@/lib/users/change-email";
import { anActor, testClient, testPassword } from "./people";

export const anEmail = () => `moved-${randomUUID()}@tests.test`;

/** An owner whose open session, password and codes somebody else has. */
export const aVictim = () => anActor({ hasPassword: true, mobile: true, otp: true });

export async function userOf({ user }: Actor) {
  const [row] = await db().select().from(users).where(eq(users.id, user.id));
  if (!row) throw new Error("no user");
  return row;
}

export const emailOf = async (actor: Actor) => (await userOf(actor)).email;

/**
 * Changes the address, as an intruder with session and password does. Returns the token of the old address's link, or "".
 * Both links are made of their rows: where a worker runs, the outbox has forgotten what it has sent.
 */
export async function movesTo(actor: Actor, to: string): Promise<string> {
  const from = await emailOf(actor);
  const now = { ...actor, user: { ...actor.user, email: from } };
  await requestEmailChange(now, { email: to, password: testPassword });
  const [change] = await db()
    .select({ id: emailChanges.id })
    .from(emailChanges)
    .where(and(eq(emailChanges.userId, actor.user.id), eq(emailChanges.email, to)))
    .orderBy(desc(emailChanges.createdAt));
  const token = linkToken("email-change", change?.id ?? "");
  await confirmEmailChange(actor.org, { token }, testClient);
  const [link] = await db()
    .select({ id: notMeLinks.id })
    .from(notMeLinks)
    .where(and(eq(notMeLinks.readerId, actor.user.id), eq(notMeLinks.restoresEmail, from)))
    .orderBy(desc(notMeLinks.createdAt));
  return link ? linkToken("not-me", link.id) : "";
}
