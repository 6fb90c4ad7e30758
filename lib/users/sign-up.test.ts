import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { signups } from "@/db/schema/accounts";
import { auditEvents } from "@/db/schema/audit";
import { apiKeys } from "@/db/schema/keys";
import { members, merchants, users, websites } from "@/db/schema/people";
import { spendRate } from "@/lib/access/spend-rate";
import { logIn } from "@/lib/login/log-in";
import { orgs } from "@/lib/orgs/orgs";
import { spendLetter } from "@/lib/outbox/spend-letter";
import { latestToken, messagesFor } from "@/lib/testing/outbox";
import { aMember, testClient } from "@/lib/testing/people";
import { confirmSignUp, findSignUp } from "./confirm-sign-up";
import { signUp } from "./sign-up";

const org = orgs.razorpay;
const password = "lantern voyage pumpkin";
const browser = "the-browser-that-signed-up";

const anEmail = () => `new-${randomUUID()}@tests.test`;
const ask = (email: string, chosen = password) =>
  signUp(
    org,
    { businessName: "Gravel & Sons", name: "Neha Iyer", email, password: chosen },
    browser,
    testClient,
  );
const confirm = (token: string, more: { browser?: string; password?: string } = {}) =>
  confirmSignUp(org, { token, browser, ...more }, testClient);
const userOf = async (email: string) =>
  (
    await db()
      .select()
      .from(users)
      .where(and(eq(users.orgId, org.id), eq(users.email, email)))
  )[0];

async function aSignUp() {
  const email = anEmail();
  await ask(email);
  return { email, token: await latestToken(email, "signup-confirm") };
}

describe("signing up", () => {
  test("creates nothing until the link is opened; then an owner in Test Mode without keys", async () => {
    const { email, token } = await aSignUp();
    expect(await userOf(email)).toBeUndefined();
    expect(await findSignUp(org, { token, browser })).toEqual({ isSameBrowser: true });
    expect(await userOf(email)).toBeUndefined();
    expect(await confirm(token)).toBe(email);
    const user = await userOf(email);
    const [member] = await db()
      .select({ role: members.role, business: merchants.name, merchantId: merchants.id })
      .from(members)
      .innerJoin(merchants, eq(merchants.id, members.merchantId))
      .where(eq(members.userId, user?.id ?? ""));
    expect(member).toMatchObject({ role: "owner", business: "Gravel & Sons" });
    const merchantId = member?.merchantId ?? "";
    expect(await db().select().from(apiKeys).where(eq(apiKeys.merchantId, merchantId))).toEqual([]);
    expect(await db().select().from(websites).where(eq(websites.merchantId, merchantId))).toEqual(
      [],
    );
    const audit = await db()
      .select({ event: auditEvents.event })
      .from(auditEvents)
      .where(eq(auditEvents.merchantId, merchantId))
      .orderBy(auditEvents.id);
    expect(audit.map(({ event }) => event)).toEqual(["signup.confirmed", "merchant.created"]);
    expect((await logIn(org, { email, password }, testClient)).step).toBe("signed-in");
  });

  test("works once, for 24 hours, and at its own brand only", async () => {
    const used = await aSignUp();
    await confirm(used.token);
    await expect(confirm(used.token)).rejects.toMatchObject({ code: "link_expired" });
    const old = await aSignUp();
    await db().update(signups).set({ expiresAt: sql`now()` }).where(eq(signups.email, old.email));
    await expect(confirm(old.token)).rejects.toMatchObject({ code: "link_expired" });
    expect(await findSignUp(org, { token: old.token, browser })).toBeNull();
    const other = await aSignUp();
    const elsewhere = confirmSignUp(orgs.curlec, { token: other.token, browser }, testClient);
    await expect(elsewhere).rejects.toMatchObject({ code: "link_expired" });
    const [{ hours } = { hours: 0 }] = await db()
      .select({ hours: sql<number>`extract(epoch from expires_at - created_at)::int / 3600` })
      .from(signups)
      .where(eq(signups.email, other.email));
    expect(hours).toBe(24);
  });

  test("of ten presses at once one creates the account", async () => {
    const { email, token } = await aSignUp();
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => confirm(token)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const user = await userOf(email);
    expect(
      await db()
        .select()
        .from(members)
        .where(eq(members.userId, user?.id ?? "")),
    ).toHaveLength(1);
  });

  test("in another browser the password is asked for, so nobody confirms a stranger's account for them", async () => {
    const { email, token } = await aSignUp();
    const elsewhere = { browser: "" };
    expect(await findSignUp(org, { token, ...elsewhere })).toEqual({ isSameBrowser: false });
    for (const wrong of [{}, { password: "not the one chosen" }]) {
      await expect(confirm(token, { ...elsewhere, ...wrong })).rejects.toMatchObject({
        code: "wrong_password",
      });
    }
    expect(await userOf(email)).toBeUndefined();
    expect(await confirm(token, { ...elsewhere, password })).toBeNull();
    expect(await userOf(email)).toBeDefined();
  });

  test("one link allows ten tries of the password; after that the right one is refused too (L-10)", async () => {
    const { token, email } = await aSignUp();
    const [row] = await db().select().from(signups).where(eq(signups.email, email));
    for (let n = 0; n < 8; n++) await spendRate(db(), `signup-password ${row?.id}`, 10, 60);
    const wrong = { browser: "", password: "not the one chosen" };
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => confirm(token, wrong)));
    const codes = tries.map((one) => (one.status === "rejected" ? one.reason.code : "none"));
    expect(codes.filter((code) => code === "wrong_password")).toHaveLength(2);
    await expect(confirm(token, { browser: "", password })).rejects.toMatchObject({
      code: "link_expired",
    });
    expect(await userOf(email)).toBeUndefined();
  });

  test("if the address has an account, only its owner is told, by mail (L-7); no link is sent", async () => {
    const member = await aMember({ hasPassword: true });
    await ask(member.email);
    const letters = await messagesFor(member.email);
    expect(letters.map(({ kind, facts }) => ({ kind, facts }))).toEqual([
      { kind: "signup-exists", facts: { name: "Asha Rao" } },
    ]);
    expect(await userOf(member.email)).toMatchObject({ id: member.userId });
  });

  test("of two sign-ups with one address the first to be confirmed succeeds; the other is told to log in", async () => {
    const first = await aSignUp();
    await ask(first.email, "another pumpkin gravel");
    const second = await latestToken(first.email, "signup-confirm");
    expect(second).not.toBe(first.token);
    await confirm(first.token);
    await expect(confirm(second)).rejects.toMatchObject({
      code: "link_expired",
      message: expect.stringContaining("Log in"),
    });
  });

  test("no address gets more than five such mails an hour, and the answer stays the same", async () => {
    const email = anEmail();
    for (let n = 0; n < 4; n++) await spendLetter(db(), org.id, email, "letters");
    for (let n = 0; n < 2; n++) await ask(email);
    expect(await messagesFor(email)).toHaveLength(1);
  });

  test("neither outbox nor audit trail contains the link's token, the password or its hash", async () => {
    const { email, token } = await aSignUp();
    const [row] = await db().select().from(signups).where(eq(signups.email, email));
    const audit = await db().select().from(auditEvents).where(eq(auditEvents.orgId, org.id));
    const all = JSON.stringify([await messagesFor(email), audit]);
    for (const secret of [token, password, row?.passwordHash ?? "?"])
      expect(all).not.toContain(secret);
  });
});
