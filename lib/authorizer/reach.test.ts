import { beforeAll, describe, expect, test } from "vitest";
import { findFreePort } from "@/bin/process/ports";
import type { Minted } from "@/lib/api-keys/insert-key";
import { anAuthorizer, ask, askOnce, authorizerUrl } from "@/lib/testing/authorizer";
import { basic } from "@/lib/testing/basic";
import { expectDenied } from "@/lib/testing/denied";
import { aKey } from "@/lib/testing/keys";
import { startOldServer } from "@/lib/testing/old-server";
import { anActor } from "@/lib/testing/people";

let key: Minted;

beforeAll(async () => {
  key = await aKey(await anActor());
});

describe("who may ask the authorizer", () => {
  test("with a token set, only a gateway that has it; both tokens are accepted while it is replaced (A-10)", async () => {
    const [older, newer] = ["o".repeat(40), "n".repeat(40)];
    const guarded = await anAuthorizer({ AUTHORIZER_TOKEN: `${newer},${older}` });
    const credentials = ["authorization", basic(key)];
    for (const path of ["/authorize", "/v1/whoami", "/readyz", "/metrics", "/other"]) {
      expectDenied(await ask(guarded.url + path, credentials));
      expectDenied(
        await ask(guarded.url + path, [...credentials, "x-gateway-token", "x".repeat(40)]),
      );
      const twice = ["x-gateway-token", newer, "x-gateway-token", newer];
      expectDenied(await ask(guarded.url + path, [...credentials, ...twice]));
    }
    for (const token of [older, newer]) {
      const answer = await ask(`${guarded.url}/authorize`, [
        ...credentials,
        "x-gateway-token",
        token,
      ]);
      expect(answer.status).toBe(204);
    }
    expect((await ask(`${guarded.url}/healthz`, [])).status).toBe(200);
    await guarded.stop();
  });

  test("on an address other than loopback it starts only with a token", async () => {
    await expect(anAuthorizer({ AUTHORIZER_HOST: "0.0.0.0" })).rejects.toThrow(/AUTHORIZER_TOKEN/);
  });
});

describe("without its database", () => {
  test("it starts, answers 503 in half a second, is alive and not ready (A-5, R-5)", async () => {
    const port = await findFreePort();
    const lost = await anAuthorizer({
      AUTHORIZER_DATABASE_URL: `postgres://nobody:x@127.0.0.1:${port}/nothing`,
    });
    const startedAt = performance.now();
    const answer = await askOnce(`${lost.url}/authorize`, key);
    expect(performance.now() - startedAt).toBeLessThan(600);
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "1"]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect((await askOnce(`${lost.url}/v1/whoami`, key)).status).toBe(503);
    expectDenied(await askOnce(`${lost.url}/authorize`, []));
    expect((await askOnce(`${lost.url}/healthz`, [])).status).toBe(200);
    expect((await askOnce(`${lost.url}/readyz`, [])).status).toBe(503);
    await lost.stop();
  });
});

describe("a database that it cannot work with", () => {
  const readyz = async (databaseUrl: string) => {
    const one = await anAuthorizer({ AUTHORIZER_DATABASE_URL: databaseUrl });
    const { status, body } = await askOnce(`${one.url}/readyz`, []);
    await one.stop();
    return { status, body };
  };

  test("is told in words by /readyz: a password that is wrong, a server that is too old", async () => {
    const wrong = new URL(await authorizerUrl());
    wrong.password = "canary7f3a9c";
    const refused = await readyz(wrong.href);
    expect(refused.status).toBe(503);
    expect(refused.body).toMatch(
      /^not ready: PostgreSQL refuses the password or the role in AUTHORIZER_DATABASE_URL \(28P01\): [^\n]*\n$/,
    );
    expect(refused.body).not.toContain("canary7f3a9c");
    const old = await startOldServer(await authorizerUrl());
    const tooOld = await readyz(old.url);
    expect(tooOld.status).toBe(503);
    expect(tooOld.body).toContain("PostgreSQL 14 is too old");
    await old.stop();
  });
});

test("a port that is in use, or an address that is none, is one sentence and no stack (C-10)", async () => {
  const first = await anAuthorizer();
  const starts = {
    AUTHORIZER_PORT: { AUTHORIZER_PORT: new URL(first.url).port },
    AUTHORIZER_HOST: {
      AUTHORIZER_HOST: "198.51.100.7",
      AUTHORIZER_TOKEN: "t".repeat(32),
      ALLOW_INSECURE: "authorizer",
    },
  };
  for (const [name, env] of Object.entries(starts))
    await expect(anAuthorizer(env)).rejects.toThrow(
      new RegExp(`^Keydesk cannot start: ${name} is (in use|no address)`),
    );
  await first.stop();
});
