/** Text that would change a statement if it became part of one is stored and given back as it is (W-7). */
import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { members, merchants, users } from "@/db/schema/people";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { listKeys } from "@/lib/api-keys/list-keys";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { logIn } from "@/lib/login/log-in";
import { operatorOf } from "@/lib/operator/operator";
import { aKey } from "@/lib/testing/keys";
import { latestToken } from "@/lib/testing/outbox";
import { anActor } from "@/lib/testing/people";
import { trailOf } from "@/lib/testing/trail";
import { changeName } from "@/lib/users/change-name";
import { confirmSignUp } from "@/lib/users/confirm-sign-up";
import { signUp } from "@/lib/users/sign-up";
import { findWebsite } from "@/lib/websites/find-website";
import { reviewWebsite } from "@/lib/websites/review-website";
import { submitWebsite } from "@/lib/websites/submit-website";
import { spendRate } from "./spend-rate";

const texts = [
  "Robert'); drop table api_keys; --",
  "' or ''='",
  `"users" \\ \\' E'\\n' \\x41 /* */`,
  "$1 $2 :name @name ? %s %d {0}",
  "$$; delete from users; $$",
  "%_*.^$[a]",
  "null",
  "株式会社 ẞ e\u0301 🗝️ \u200b\ufeff",
];
const password = "lantern voyage pumpkin";
const tables = async () =>
  (
    await db().execute<{ name: string }>(sql`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1`)
  ).rows;
let before: unknown;
beforeAll(async () => {
  before = await tables();
});

test.each(texts)(
  "%j in a name, a reason, a header, an address and a limit's subject (W-7)",
  async (text) => {
    const actor = await anActor({ isWebsiteVerified: false, mobile: true, otp: true });
    const { org, merchant } = actor;
    const key = await aKey(actor);
    await changeName(actor, { name: text });
    expect((await listKeys(actor, "test")).current).toMatchObject({
      keyId: key.keyId,
      createdBy: text,
    });

    const paths = { contactUrl: "", termsUrl: "", privacyUrl: "", refundUrl: "" };
    await submitWebsite(actor, {
      url: `https://shop.test/?a=${encodeURIComponent(text)}`,
      ...paths,
    });
    const website = await findWebsite(actor);
    expect(decodeURIComponent(website?.url ?? "")).toContain(text);
    const { submittedAt = new Date() } = website ?? {};
    const about = { orgId: org.id, merchantId: merchant.id, submittedAt };
    const verdict = { isInOrder: false, reason: text } as const;
    await reviewWebsite(operatorOf(text, "staff"), { ...about, verdict });
    expect((await findWebsite(actor))?.refusalReason).toBe(text);

    const client = { ...actor.client, userAgent: text, host: text, address: text };
    await transaction((tx) =>
      recordAudit(tx, "access.denied", { ...auditOf(actor), client, detail: { [text]: text } }),
    );
    expect((await trailOf(merchant.id)).at(-1)).toMatchObject({
      userAgent: text,
      host: text,
      address: text,
      detail: { [text]: text },
    });

    expect(await spendRate(db(), `${text} ${actor.user.id}`, 1, 60)).toBe(true);
    expect(await spendRate(db(), `${text} ${actor.user.id}`, 1, 60)).toBe(false);
    const hostile = { mode: "test", keyId: `${key.keyId}${text}` } as const;
    await expect(deactivateKey(actor, hostile)).rejects.toMatchObject({ code: "not_found" });
    expect(await tables()).toEqual(before);
  },
);

test("all of them at once as a business, a person and a password that sign up (W-7)", async () => {
  const { org, client } = await anActor();
  const [businessName, name] = [texts.slice(0, 4).join(" "), texts.slice(4).join(" ")];
  const email = `o'brien+"$1"%_${randomUUID()}@tests.test`;
  const chosen = `${password}${texts.join("")}`.slice(0, 128);
  await signUp(org, { businessName, name, email, password: chosen }, "a browser", client);
  const token = await latestToken(email, "signup-confirm");
  await confirmSignUp(org, { token, browser: "a browser" }, client);
  const [row] = await db()
    .select({ name: users.name, business: merchants.name })
    .from(users)
    .innerJoin(members, and(eq(members.orgId, users.orgId), eq(members.userId, users.id)))
    .innerJoin(merchants, eq(merchants.id, members.merchantId))
    .where(eq(users.email, email));
  expect(row).toEqual({ name, business: businessName });
  const guess = { email: `${email}' or ''='`, password: chosen };
  await expect(logIn(org, guess, client)).rejects.toMatchObject({ code: "wrong_credentials" });
  const { step } = await logIn(org, { email, password: chosen }, client);
  expect(step).toBe("signed-in");
});
