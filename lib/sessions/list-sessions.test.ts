import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db, transaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { sessions } from "@/db/schema/sessions";
import type { Client } from "@/lib/access/actor";
import { actorOf, aMember, aSession, testClient } from "@/lib/testing/people";
import { describeDevice } from "./describe-device";
import { endOtherSessions, endSessionOf } from "./end-other-sessions";
import { findActor } from "./find-actor";
import { listSessions } from "./list-sessions";
import { createSession } from "./open-session";

const windows = "(KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";

describe("a device's description", () => {
  test.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${windows}`,
      "Chrome on Windows",
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 ${windows} Edg/141.0.0.0`,
      "Edge on Windows",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
      "Safari on macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1",
      "Chrome on iPhone",
    ],
    [
      "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
      "Samsung Internet on Android",
    ],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0", "Firefox on Linux"],
    ["curl/8.11.0", "curl"],
    ["Mozilla/5.0 (X11; CrOS x86_64)", "A browser on ChromeOS"],
    ["<script>alert(1)</script>", "An unknown device"],
    ["", "An unknown device"],
  ])("%s is %s", (userAgent, words) => {
    expect(describeDevice(userAgent)).toBe(words);
  });
});

describe("a user's sessions (S-8)", () => {
  test("show where somebody was: as the trusted proxy says, and without one the address that connected", async () => {
    const member = await aMember();
    const { org, userId, merchantId } = member;
    const at = (client: Partial<Client>) =>
      transaction((tx) =>
        createSession(tx, {
          orgId: org.id,
          userId,
          merchantId,
          client: { ...testClient, ...client },
        }),
      );
    await at({ peer: "127.0.0.1" });
    await at({ address: "203.0.113.9", peer: "127.0.0.1" });
    const shown = await listSessions(await actorOf(member, await at({})));
    expect(shown.map(({ address }) => address)).toEqual(["direct", "203.0.113.9", "127.0.0.1"]);
  });

  test("are listed with the current one first, each with its own name; ended ones are not listed", async () => {
    const member = await aMember();
    const [here, other, idle] = [
      await aSession(member),
      await aSession(member),
      await aSession(member),
    ];
    await db()
      .update(sessions)
      .set({ userAgent: `(Windows NT 10.0) ${windows}`, address: "203.0.113.9" })
      .where(eq(sessions.userId, member.userId));
    await db()
      .update(sessions)
      .set({ seenAt: sql`now() - interval '16 minutes'` })
      .where(eq(sessions.id, idle.sessionId));
    const list = await listSessions(await actorOf(member, here));
    expect(list.map(({ id, device, isThis }) => ({ id, device, isThis }))).toEqual([
      { id: here.sessionId, device: "Chrome on Windows", isThis: true },
      { id: other.sessionId, device: "Chrome on Windows (2)", isThis: false },
    ]);
    expect(list[0]?.address).toBe("203.0.113.9");
  });

  test("other than the current one end at once, with an audit entry; other users' sessions do not", async () => {
    const member = await aMember();
    const stranger = await aMember({ merchantId: member.merchantId, role: "admin" });
    const theirs = await aSession(stranger);
    const [here, ...others] = [
      await aSession(member),
      await aSession(member),
      await aSession(member),
    ];
    const actor = await actorOf(member, here);
    const foreign = endSessionOf(actor, theirs.sessionId);
    await expect(foreign).rejects.toMatchObject({ code: "session_ended" });
    const own = endSessionOf(actor, here.sessionId);
    await expect(own).rejects.toMatchObject({ code: "session_ended" });
    await endSessionOf(actor, others[0]?.sessionId ?? "");
    expect(await endOtherSessions(actor)).toBe(1);
    expect(await endOtherSessions(actor)).toBe(0);
    for (const { sid } of others) expect(await findActor(member.org, sid, testClient)).toBeNull();
    for (const sid of [here.sid, theirs.sid])
      expect(await findActor(member.org, sid, testClient)).not.toBeNull();
    const rows = await db().select().from(auditEvents).where(eq(auditEvents.userId, member.userId));
    const ended = rows.filter(({ event }) => event === "session.ended");
    expect(ended.map(({ detail }) => detail.ended).sort()).toEqual(
      others.map(({ sessionId }) => sessionId).sort(),
    );
  });
});
