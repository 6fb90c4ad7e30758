import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { knownDevices } from "@/db/schema/devices";
import type { Client } from "@/lib/access/actor";
import { aKnownBrowser } from "@/lib/testing/devices";
import { aMember, type TestMember, testClient } from "@/lib/testing/people";
import { aSecret, withSecrets } from "@/lib/testing/rings";
import { addToDeviceCookie } from "./device-cookie";
import { findKnownDevice } from "./known-devices";

const isKnown = async ({ org, email }: TestMember, client: Client) =>
  (await findKnownDevice(org.id, { email }, client)) !== null;

const devicesOf = ({ userId }: TestMember) =>
  db().select().from(knownDevices).where(eq(knownDevices.userId, userId));

describe("a known browser", () => {
  test("is known for several users at once, and forgets the sixth", async () => {
    const members = [];
    for (const _ of Array(6)) members.push(await aMember());
    let browser: Client = testClient;
    for (const member of members) browser = await aKnownBrowser(member, browser);
    const known = members.map((member) => isKnown(member, browser));
    expect(await Promise.all(known)).toEqual([false, ...Array(5).fill(true)]);
  });

  test("stays one row however often its user logs in; a user has ten", async () => {
    const member = await aMember();
    let browser = await aKnownBrowser(member);
    browser = await aKnownBrowser(member, browser);
    expect(await devicesOf(member)).toHaveLength(1);
    await db().execute(sql`insert into known_devices (id, org_id, user_id, used_at)
      select 'dev_' || gen_random_uuid(), ${member.org.id}, ${member.userId}, now() - make_interval(days => n)
      from generate_series(1, 9) n`);
    const another = await aKnownBrowser(member);
    expect(await devicesOf(member)).toHaveLength(10);
    expect([await isKnown(member, browser), await isKnown(member, another)]).toEqual([true, true]);
  });
});

test("a cookie that we did not sign, or for another brand, is no known browser (S-14)", async () => {
  const member = await aMember();
  const browser = await aKnownBrowser(member);
  const [id = "", signature = ""] = (browser.deviceCookie ?? "").split(".");
  const forged = [
    id,
    `${id}.`,
    `${id}.${signature.slice(0, -1)}`,
    `${id}.${"A".repeat(43)}`,
    `.${signature}`,
    `~~~.${signature}~`,
    addToDeviceCookie("axis", id),
    "x".repeat(100_000),
  ];
  for (const deviceCookie of forged)
    expect(await isKnown(member, { ...testClient, deviceCookie }), deviceCookie.slice(0, 80)).toBe(
      false,
    );
  expect(await isKnown(member, browser)).toBe(true);
});

test("a browser stays known while NEXTAUTH_SECRET is changed, and gets a new signature with the next login (D28)", async () => {
  const member = await aMember();
  const [old, fresh] = [aSecret(), aSecret()];
  const before = await withSecrets({ NEXTAUTH_SECRET: old }, () => aKnownBrowser(member));
  const after = await withSecrets({ NEXTAUTH_SECRET: `b:${fresh},${old}` }, async () => {
    expect(await isKnown(member, before)).toBe(true);
    return aKnownBrowser(member, before);
  });
  await withSecrets({ NEXTAUTH_SECRET: `b:${fresh}` }, async () => {
    expect([await isKnown(member, before), await isKnown(member, after)]).toEqual([false, true]);
  });
  expect(await devicesOf(member)).toHaveLength(1);
});
