import { expect, test } from "vitest";
import { env } from "@/lib/core/env";
import { currentSecret } from "@/lib/core/ring";
import { aSecret, withSecrets } from "@/lib/testing/rings";
import { authOptions, decodeSession, encodeSession } from "./next-auth";

const under = (ring: string) => ({
  encode: () => withSecrets({ NEXTAUTH_SECRET: ring }, () => encodeSession("a session")),
  decode: (cookie: string) => withSecrets({ NEXTAUTH_SECRET: ring }, () => decodeSession(cookie)),
});

test("a session's cookie outlives the change of NEXTAUTH_SECRET, and its end once the secret is gone (D28)", async () => {
  const [old, next] = [aSecret(), aSecret()];
  const steps = [old, `${old},b:${next}`, `b:${next},${old}`, `b:${next}`].map(under);
  for (const [made, step] of steps.entries()) {
    const cookie = await step.encode();
    const read: (string | null)[] = [];
    for (const other of steps) read.push(await other.decode(cookie));
    const whole = "a session";
    expect(read).toEqual(made < 2 ? [whole, whole, whole, null] : [null, whole, whole, whole]);
  }
});

test("next-auth itself reads with the whole ring, and writes with its first", async () => {
  const [old, next] = [aSecret(), aSecret()];
  const cookie = await under(old).encode();
  await withSecrets({ NEXTAUTH_SECRET: `b:${next},${old}` }, async () => {
    const { jwt, secret } = authOptions(async () => null);
    expect(secret).toBe(next);
    expect(currentSecret(env().NEXTAUTH_SECRET).toString()).toBe(next);
    const given = { secret: secret ?? "" };
    expect(await jwt?.decode?.({ ...given, token: cookie })).toMatchObject({ sid: "a session" });
    const written = await jwt?.encode?.({ ...given, token: { sid: "another" } as never });
    expect(await decodeSession(written)).toBe("another");
    expect(await under(`b:${next}`).decode(written ?? "")).toBe("another");
  });
});
