/** What the tests of the audit trail have in common: people who do things, and the entries that this leaves. */
import { randomUUID } from "node:crypto";
import { asc, eq, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { logIn } from "@/lib/login/log-in";
import {
  actorOf,
  aMember,
  aSession,
  type MemberOptions,
  type TestMember,
  testClient,
  testPassword,
} from "./people";
import { forgetFailures } from "./trail";

/** Says whose entries to read; `requestId` is for what was done before there was anybody. */
export type Flow = () => Promise<{ merchantId: string; userId?: string; requestId?: string }>;

/** The entries about the merchant, and about the person or of the request where no merchant is known. "!" stands behind a refusal. */
export async function entriesOf(run: Flow): Promise<string[]> {
  await forgetFailures();
  const { merchantId, userId = "", requestId = "" } = await run();
  const rows = await db()
    .select({ event: auditEvents.event, outcome: auditEvents.outcome })
    .from(auditEvents)
    .where(
      or(
        eq(auditEvents.merchantId, merchantId),
        eq(auditEvents.userId, userId),
        eq(auditEvents.requestId, requestId),
      ),
    )
    .orderBy(asc(auditEvents.id));
  return rows.map(({ event, outcome }) => (outcome === "ok" ? event : `${event}!`));
}

/** A member with mobile and password who is logged in, in a session that an OTP covers. */
export async function inside(options: MemberOptions = {}) {
  const member = await aMember({ mobile: true, hasPassword: true, ...options });
  return { member, actor: await again(member) };
}

/** The same person in another session. */
export async function again(member: TestMember, otp = true) {
  return actorOf(member, await aSession(member, { otp }));
}

export function logsIn(member: TestMember, typed = testPassword) {
  return logIn(member.org, { email: member.email, password: typed }, testClient);
}

/** The token of a login that waits for its second step. */
export async function startsLogin(member: TestMember): Promise<string> {
  const result = await logsIn(member);
  if (result.step !== "otp") throw new Error("no second step");
  return result.token;
}

/** Waits for a refusal, and throws if there is none. */
export async function refused(work: Promise<unknown>): Promise<void> {
  const isDone = await work.then(
    () => true,
    () => false,
  );
  if (isDone) throw new Error("this was not refused");
}

/** Lets the time pass after which this person may be sent another code (D18). */
export async function rest({ userId }: TestMember): Promise<void> {
  await db().execute(sql`update otp_challenges set created_at = created_at - interval '31 seconds'
    where user_id = ${userId}`);
}

export const anEmail = () => `f-${randomUUID()}@tests.test`;
export const wrong = (code: string) => (code === "000000" ? "000001" : "000000");
