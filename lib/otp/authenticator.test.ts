import { eq } from "drizzle-orm";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { anApp, appCode, restApp } from "@/lib/testing/authenticator";
import { aMember } from "@/lib/testing/people";
import { aSecret, withSecrets } from "@/lib/testing/rings";
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

  test("survive the change from OTP_PEPPER to SEALING_KEYS: the secret is sealed again by the next code, and only then (D28)", async () => {
    const [pepper, key] = [aSecret(), aSecret()];
    const before = { OTP_PEPPER: pepper };
    const { member, secret, app } = await withSecrets(before, anAppOwner);
    const sealedBy = async () => {
      const row = await db()
        .select({ id: authenticators.sealingKeyId })
        .from(authenticators)
        .where(eq(authenticators.id, app.authenticatorId));
      return row[0]?.id;
    };
    const passes = async (secrets: Parameters<typeof withSecrets>[0], code?: string) => {
      await restApp(member);
      const given = code ?? (await appCode(secret));
      return withSecrets(secrets, () => passAuthenticator(db(), { ...app, code: given }));
    };
    expect(await sealedBy()).toBe("otp:0");

    // Old and new processes side by side, as in a rolling restart: each opens what the other has sealed.
    const known = { ...before, SEALING_KEYS: `${pepper},s1:${key}` };
    const used = { ...before, SEALING_KEYS: `s1:${key},${pepper}` };
    expect(await passes(used, "000000")).toBe(false);
    expect(await sealedBy()).toBe("otp:0");
    expect([await passes(known), await passes(before), await passes(known)]).toEqual([
      true,
      true,
      true,
    ]);
    expect([await passes(used), await passes(known), await passes(used)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(await sealedBy()).toBe("s1");
    expect(await passes({ OTP_PEPPER: aSecret(), SEALING_KEYS: `s1:${key}` })).toBe(true);
    // A key that nobody has any more opens nothing, and says which it was.
    await expect(passes({ OTP_PEPPER: pepper })).rejects.toThrow("the key s1");
  });

  test("survive the change of OTP_PEPPER where there is no SEALING_KEYS", async () => {
    const [old, next] = [aSecret(), aSecret()];
    const { member, secret, app } = await withSecrets({ OTP_PEPPER: old }, anAppOwner);
    for (const OTP_PEPPER of [`${old},b:${next}`, `b:${next},${old}`, `b:${next}`]) {
      const code = await appCode(secret);
      expect(
        await withSecrets({ OTP_PEPPER }, () => passAuthenticator(db(), { ...app, code })),
      ).toBe(true);
      await restApp(member);
    }
  });
});
