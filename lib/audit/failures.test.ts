/** Failures that name no merchant, and who waits for whom at the trail (D31). */
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { logIn, sendLoginCode, verifyLogin } from "@/lib/login/log-in";
import { orgs } from "@/lib/orgs/orgs";
import { requestReset } from "@/lib/passwords/request-reset";
import { latestCode } from "@/lib/testing/inbox/read-inbox";
import { aKey } from "@/lib/testing/keys";
import { aMember, anActor, testClient, testPassword } from "@/lib/testing/people";
import { forgetFailures, trailOf } from "@/lib/testing/trail";
import { signUp } from "@/lib/users/sign-up";
import { auditOf } from "./audit-of";
import { findBrokenLink } from "./find-broken-link";
import { recordAudit } from "./record-audit";

const brand = orgs.curlec;
let other: pg.Client;

beforeAll(async () => {
  other = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await other.connect();
});
afterAll(() => other.end());
beforeEach(forgetFailures);

const anonymous = { orgId: brand.id, client: testClient, outcome: "refused" } as const;
const fail = () => transaction((tx) => recordAudit(tx, "login.failed", anonymous));
const deny = (actor: Actor) =>
  transaction((tx) => recordAudit(tx, "access.denied", auditOf(actor)));

async function counted() {
  const { rows } = await db().execute<{ failures: number; in_full: number; rows: number }>(
    sql`select sum(failures)::int as failures, sum(in_full)::int as in_full, count(*)::int as rows from audit_failures
      where org_id = ${brand.id} and event = 'login.failed'`,
  );
  return rows[0];
}

/** Another transaction that has written and does not end while `work` runs. */
async function whileHeld<T>(values: (string | null)[], work: () => Promise<T>): Promise<T> {
  await other.query("begin");
  await other.query(
    `insert into audit_events (org_id, merchant_id, event, outcome, address, user_agent, host, request_id, detail)
     values ($1, $2, 'login.failed', 'refused', 'x', 'x', 'x', 'x', '{}')`,
    values,
  );
  try {
    return await work();
  } finally {
    await other.query("rollback");
  }
}

describe("failures that name no merchant", () => {
  test("few of them are in the trail, each one", async () => {
    const before = (await trailOf(brand.id)).length;
    for (let n = 0; n < 3; n++) await fail();
    expect((await trailOf(brand.id)).slice(before).map(({ event }) => event)).toEqual(
      Array(3).fill("login.failed"),
    );
    expect(await counted()).toEqual({ failures: 3, in_full: 3, rows: 1 });
  });

  test("a flood is counted to the last one, and the trail grows by a bounded number (D31)", async () => {
    const before = (await trailOf(brand.id)).length;
    await db().execute(sql`insert into audit_events (org_id, event, outcome, address, user_agent, host, request_id, detail)
      select ${brand.id}, 'login.failed', 'refused', 'x', 'x', 'x', 'x', '{}' from generate_series(1, 1000)`);
    await Promise.all(Array.from({ length: 200 }, fail));
    await fail();
    // Fifty, then the 64th, the 128th … the 1024th.
    expect((await trailOf(brand.id)).length - before).toBe(55);
    expect(await counted()).toMatchObject({ failures: 1_201, in_full: 55 });
    expect(await findBrokenLink(db(), brand.id)).toBeNull();
  });

  test("an unknown and a known address leave the same in the trail", async () => {
    const known = await aMember({ org: brand.id, hasPassword: true });
    for (const email of [known.email, `${randomUUID()}@tests.test`]) {
      const failed = logIn(brand, { email, password: "not-the-password" }, testClient);
      await expect(failed).rejects.toMatchObject({ code: "wrong_credentials" });
    }
    const [first, second] = (await trailOf(brand.id)).slice(-2);
    expect([first?.userId, second?.userId]).toEqual([known.userId, null]);
    expect([first?.event, second?.event]).toEqual(["login.failed", "login.failed"]);
  });

  test("one that was counted and not committed keeps none waiting, nor is it counted when rolled back", async () => {
    await fail();
    await whileHeld([brand.id, null], async () => {
      await Promise.all(Array.from({ length: 20 }, fail));
    });
    expect(await counted()).toMatchObject({ failures: 21 });
  });
});

describe("no request waits for another merchant's chain", () => {
  test("while one merchant's chain is held, another's key is made, and anonymous failures are counted", async () => {
    const [first, second] = await Promise.all([
      anActor({ org: brand.id }),
      anActor({ org: brand.id }),
    ]);
    let waited: Promise<void> | undefined;
    await whileHeld([brand.id, first.merchant.id], async () => {
      let isThrough = false;
      waited = deny(first).then(() => {
        isThrough = true;
      });
      await aKey(second);
      await fail();
      expect(isThrough).toBe(false);
    });
    await waited;
    expect((await trailOf(first.merchant.id)).at(-1)?.event).toBe("access.denied");
    expect((await trailOf(second.merchant.id)).at(-1)?.event).toBe("key.generated");
  });

  test("while the brand's chain is held, people log in with a code, reset passwords and sign up", async () => {
    const member = await aMember({
      org: brand.id,
      hasPassword: true,
      mobile: true,
      isTwoStepOn: true,
    });
    const [email, password] = [member.email, testPassword];
    await whileHeld([brand.id, null], async () => {
      const first = await logIn(brand, { email, password }, testClient);
      if (first.step !== "otp") throw new Error("no OTP step");
      const { challengeId } = await sendLoginCode(brand, first.token, testClient);
      const code = await latestCode(member.mobile ?? "");
      await verifyLogin(brand, first.token, { challengeId, code }, testClient);
      await requestReset(brand, { email }, testClient);
      const stranger = {
        email: `${randomUUID()}@tests.test`,
        name: "Sita",
        businessName: "Sita's",
      };
      await signUp(brand, { ...stranger, password: randomUUID() }, "browser", testClient);
    });
    const events = (await trailOf(member.userId)).map(({ event }) => event);
    expect(events).toEqual(["otp.sent", "otp.confirmed"]);
  });
});
