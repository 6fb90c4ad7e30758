import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { members, users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import { orgs } from "@/lib/orgs/orgs";
import { actorOf, aMember, aSession, type MemberOptions, testClient } from "@/lib/testing/people";
import { endSession } from "./end-session";
import { findActor } from "./find-actor";
import { switchMode } from "./switch-mode";

async function aLogin(options: MemberOptions = {}) {
  const member = await aMember(options);
  const { sid, sessionId } = await aSession(member);
  const find = (isActivity?: boolean) => findActor(member.org, sid, testClient, isActivity);
  const shift = (column: "seen_at" | "created_at", seconds: number) =>
    db().execute(
      sql`update sessions set ${sql.identifier(column)} = ${sql.identifier(column)} - make_interval(secs => ${seconds}) where id = ${sessionId}`,
    );
  return { member, sid, sessionId, find, shift };
}

describe("a session", () => {
  test("ends on the server when its user logs out, also for copies of its cookie (S-1)", async () => {
    const { member, sid, find } = await aLogin();
    await endSession(await actorOf(member, { sid }));
    expect(await find()).toBeNull();
  });

  test("ends after 15 idle minutes, and not a second earlier (S-3)", async () => {
    const { find, shift } = await aLogin();
    await shift("seen_at", 15 * 60 - 1);
    expect(await find(false)).not.toBeNull();
    await shift("seen_at", 2);
    expect(await find()).toBeNull();
  });

  test("is kept alive by use, not by polling, and never beyond 12 hours (S-2, S-3)", async () => {
    const { find, shift } = await aLogin();
    await shift("seen_at", 14 * 60);
    await find(false);
    await shift("seen_at", 50);
    await find(true);
    await shift("seen_at", 14 * 60);
    expect(await find()).not.toBeNull();
    await shift("created_at", 12 * 60 * 60 + 1);
    expect(await find()).toBeNull();
  });

  test("does not work at another brand's host (C-4, W-9)", async () => {
    const { sid } = await aLogin();
    expect(await findActor(orgs.curlec, sid, testClient)).toBeNull();
    expect(await findActor(orgs.axis, sid, testClient)).toBeNull();
  });

  test("obeys a changed role, disabled user or ended membership at the next request (S-5)", async () => {
    const { member, find } = await aLogin({ role: "admin" });
    await db().update(members).set({ role: "viewer" }).where(eq(members.userId, member.userId));
    expect((await find())?.role).toBe("viewer");
    await db().update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, member.userId));
    expect(await find()).toBeNull();
    await db().update(users).set({ disabledAt: null }).where(eq(users.id, member.userId));
    await db().delete(members).where(eq(members.userId, member.userId));
    expect(await find()).toBeNull();
  });

  test("keeps its mode; two sessions of one user can have different modes", async () => {
    const { member, sid } = await aLogin();
    const other = await aSession(member);
    await switchMode(await actorOf(member, { sid }), "live");
    expect((await actorOf(member, { sid })).session.mode).toBe("live");
    expect((await actorOf(member, other)).session.mode).toBe("test");
  });

  test("is stored as a hash of its cookie's id", async () => {
    const { sid, sessionId } = await aLogin();
    const [row] = await db().select().from(sessions).where(eq(sessions.id, sessionId));
    expect(JSON.stringify(row)).not.toContain(sid);
    expect(row?.sidHash).toHaveLength(32);
  });
});
