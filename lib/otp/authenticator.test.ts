import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { anApp, appCode, restApp } from "@/lib/testing/authenticator";
import { aMember } from "@/lib/testing/people";
import { passAuthenticator } from "./authenticator";

afterEach(() => {
  vi.useRealTimers();
});

async function anAppOwner() {
  const member = await aMember();
  const secret = await anApp(member);
  const [user] = await db().select().from(users).where(eq(users.id, member.userId));
  const app = { orgId: member.org.id, authenticatorId: user?.authenticatorId ?? "" };
  return { member, secret, app };
}

describe("the codes of an authenticator app", () => {
  test("of 50 parallel submits of one code one is accepted (O-5, M6)", async () => {
    const { secret, app } = await anAppOwner();
    const code = await appCode(secret);
    const submit = () => transaction((tx) => passAuthenticator(tx, { ...app, code }));
    const passed = await Promise.all(Array.from({ length: 50 }, submit));
    expect(passed.filter(Boolean)).toHaveLength(1);
  });

  test("work once: the same one and older ones are refused, although the phone still shows them (O-10)", async () => {
    const { secret, app } = await anAppOwner();
    const [older, now, next] = await Promise.all([-1, 0, 1].map((n) => appCode(secret, n)));
    const isRight = (code = "") => passAuthenticator(db(), { ...app, code });
    expect(await isRight(now)).toBe(true);
    expect(await isRight(now)).toBe(false);
    expect(await isRight(older)).toBe(false);
    expect(await isRight(next)).toBe(true);
  });

  test("are checked by the database's clock: a server's clock that is ten minutes wrong changes nothing (O-2)", async () => {
    const { member, secret, app } = await anAppOwner();
    for (const minutes of [-10, 10]) {
      const [now, shifted] = [await appCode(secret), await appCode(secret, minutes * 2)];
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + minutes * 60_000 });
      expect(await passAuthenticator(db(), { ...app, code: shifted })).toBe(false);
      expect(await passAuthenticator(db(), { ...app, code: now })).toBe(true);
      vi.useRealTimers();
      await restApp(member);
    }
  });
});
