/**
 * Makes users and merchants through the real domain. Every test makes its own, so nothing needs cleaning up (STYLE).
 */
import { randomInt, randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { members, merchants, users, websites } from "@/db/schema/people";
import type { Actor, Client } from "@/lib/access/actor";
import { newId } from "@/lib/core/ids";
import type { Role } from "@/lib/core/roles";
import type { Org, OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";
import { hashPassword } from "@/lib/passwords/password";
import { findActor } from "@/lib/sessions/find-actor";
import { createSession } from "@/lib/sessions/open-session";

export const testPassword = "a-long-enough-test-password";
export const testClient: Client = {
  address: "direct",
  userAgent: "tests",
  host: "razorpay.localhost",
  requestId: "inc_test",
};

let passwordHash: Promise<string> | undefined;

export interface MemberOptions {
  org?: OrgId;
  role?: Role;
  /** Joins this merchant instead of a new one. */
  merchantId?: string;
  /** `true`: a new number of the brand's country. */
  mobile?: string | boolean;
  isTwoStepOn?: boolean;
  hasPassword?: boolean;
  email?: string;
  /** Default: Asha Rao. */
  name?: string;
  merchantName?: string;
  /** Whether the new merchant's website is verified. Default: yes. */
  isWebsiteVerified?: boolean;
}

export interface TestMember {
  org: Org;
  userId: string;
  email: string;
  name: string;
  merchantId: string;
  mobile: string | null;
}

/** A valid mobile number of the brand's country that no other test uses. */
export function aMobile(org: Org): string {
  const digits = randomInt(10_000_000).toString().padStart(7, "0");
  return org.country === "IN" ? `+91987${digits}` : `+6012${digits}`;
}

export async function aMember(options: MemberOptions = {}): Promise<TestMember> {
  const org = orgs[options.org ?? "razorpay"];
  const merchantId = options.merchantId ?? (await aMerchant(org, options));
  const mobile = options.mobile === true ? aMobile(org) : options.mobile || null;
  const user = {
    id: newId("usr"),
    email: options.email ?? `u-${randomUUID()}@tests.test`,
    name: options.name ?? "Asha Rao",
  };
  if (options.hasPassword) passwordHash ??= hashPassword(testPassword);
  await db()
    .insert(users)
    .values({
      ...user,
      orgId: org.id,
      passwordHash: options.hasPassword ? ((await passwordHash) ?? null) : null,
      mobile,
      mobileVerifiedAt: mobile ? sql`now()` : null,
      isTwoStepOn: options.isTwoStepOn ?? false,
    });
  await db()
    .insert(members)
    .values({ orgId: org.id, merchantId, userId: user.id, role: options.role ?? "owner" });
  return { org, userId: user.id, email: user.email, name: user.name, merchantId, mobile };
}

async function aMerchant(org: Org, options: MemberOptions): Promise<string> {
  const id = newId("mer");
  await db()
    .insert(merchants)
    .values({ id, orgId: org.id, name: options.merchantName ?? "Test Stationery" });
  if (options.isWebsiteVerified ?? true) {
    await db().insert(websites).values({
      orgId: org.id,
      merchantId: id,
      url: "https://shop.test",
      state: "verified",
      verifiedAt: sql`now()`,
    });
  }
  return id;
}

/** Opens a session, as a login does. With `otp`: as a login with a code to the member's mobile does. */
export async function aSession(member: TestMember, options: { otp?: boolean } = {}) {
  const { org, userId, merchantId, mobile } = member;
  const input = { orgId: org.id, userId, merchantId, client: testClient };
  const otp = options.otp && mobile ? { cover: { mobile } } : {};
  return transaction((tx) => createSession(tx, { ...input, ...otp }));
}

/** Makes a member with an open session, and returns its actor. */
export async function anActor(options: MemberOptions & { otp?: boolean } = {}): Promise<Actor> {
  const member = await aMember(options);
  return actorOf(member, await aSession(member, options));
}

export async function actorOf(member: TestMember, session: { sid: string }): Promise<Actor> {
  const actor = await findActor(member.org, session.sid, {
    ...testClient,
    host: member.org.hosts[0] ?? "",
  });
  if (!actor) throw new Error("the session is not live");
  return actor;
}
