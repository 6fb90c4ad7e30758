import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/access/actor";
import type { Minted } from "@/lib/api-keys/insert-key";
import { mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { type Answer, anAuthorizer, ask } from "@/lib/testing/authorizer";
import { basic } from "@/lib/testing/basic";
import { expectDenied } from "@/lib/testing/denied";
import { ageKeyToEnd, aKey, aReplacement, expireKeyIn } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import type { RunningAuthorizer } from "./start-authorizer";

let authorizer: RunningAuthorizer;
let actor: Actor;
let key: Minted;

beforeAll(async () => {
  authorizer = await anAuthorizer();
  actor = await anActor({ mobile: true, otp: true });
  key = await aKey(actor);
});
afterAll(() => authorizer.stop());

const at = (path: string) => `${authorizer.url}${path}`;

/** The answer without its Date header. */
function bytesOf({ status, headers, body }: Answer): string {
  return JSON.stringify([status, { ...headers, date: "" }, body]);
}

describe("the authorizer's contract (DESIGN §5)", () => {
  test("a valid key gets 204 with its identity, no body, and must not be cached (A-7, A-8)", async () => {
    for (const path of ["/authorize", "/authorize?mode=test", "/authorize?other=1", "/authorize"]) {
      const { status, headers, body } = await ask(at(path), key);
      expect(status).toBe(204);
      expect(body).toBe("");
      expect({ ...headers, date: "" }).toEqual({
        "x-key-id": key.keyId,
        "x-merchant-id": actor.merchant.id,
        "x-mode": "test",
        "x-org": "razorpay",
        "cache-control": "no-store",
        connection: "close",
        date: "",
      });
    }
  });

  test("all other credentials get the same 401, whatever the cause (A-4)", async () => {
    const stranger = mintCredentials(orgs.razorpay, "test");
    const old = await aKey(actor, "live");
    await aReplacement(actor, old, "now", "live");
    const other = await anActor();
    const expired = await aKey(other);
    await expireKeyIn(other, expired.keyId, -1);
    const answers = [
      await ask(at("/authorize"), []),
      await ask(at("/authorize"), stranger),
      await ask(at("/authorize"), { ...key, secret: stranger.secret }),
      await ask(at("/authorize"), { ...key, secret: `${key.secret} ` }),
      await ask(at("/authorize"), { ...key, secret: key.secret.slice(0, -1) }),
      await ask(at("/authorize"), { keyId: key.secret, secret: key.keyId }),
      await ask(at("/authorize"), old),
      await ask(at("/authorize"), expired),
      await ask(at("/authorize?mode=live"), key),
      await ask(at("/authorize?mode=both"), key),
      await ask(at("/authorize?mode=test&mode=test"), key),
      await ask(at("/authorize"), ["authorization", "Bearer x"]),
      await ask(at("/authorize"), ["authorization", basic(key), "authorization", basic(key)]),
      await ask(at("/authorize"), ["cookie", "__Host-session=x"]),
      await ask(at("/v1/whoami"), old),
    ];
    for (const answer of answers) expectDenied(answer);
    expect(new Set(answers.map(bytesOf)).size).toBe(1);
  });

  test("every method gets the same answer; HEAD has no body (A-15)", async () => {
    for (const method of [
      "GET",
      "POST",
      "PUT",
      "PATCH",
      "DELETE",
      "OPTIONS",
      "PROPFIND",
      "TRACE",
    ]) {
      expect((await ask(at("/authorize"), key, method)).status).toBe(204);
      expectDenied(await ask(at("/authorize"), [], method));
    }
    const head = await ask(at("/authorize"), [], "HEAD");
    expect([head.status, head.body]).toEqual([401, ""]);
    expect((await ask(at("/authorize"), key, "HEAD")).status).toBe(204);
  });

  test("an Expect header, an upgrade or an Origin changes nothing", async () => {
    const credentials = ["authorization", basic(key)];
    for (const extra of [
      ["expect", "x"],
      ["connection", "upgrade", "upgrade", "websocket"],
    ]) {
      expect((await ask(at("/authorize"), [...credentials, ...extra])).status).toBe(204);
    }
    const { headers } = await ask(at("/authorize"), [
      ...credentials,
      "origin",
      "https://evil.test",
    ]);
    expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  test("whoami tells a key what it is (issue: try the key at once)", async () => {
    const { status, headers, body } = await ask(at("/v1/whoami"), key);
    expect([status, headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(JSON.parse(body)).toEqual({
      key_id: key.keyId,
      mode: "test",
      merchant_id: actor.merchant.id,
      org: "razorpay",
      created_at: key.createdAt.toISOString(),
      expires_at: null,
      deactivates_at: null,
    });
    expect((await ask(at("/v1/whoami?mode=live"), key)).status).toBe(200);
    expect((await ask(at("/v1/whoami"), key, "POST")).status).toBe(405);
  });

  test("only the documented paths and methods exist (A-15)", async () => {
    for (const path of [
      "/",
      "/authorize/",
      "/authorize/x",
      "/AUTHORIZE",
      "/v1/whoami/",
      "//authorize",
    ]) {
      expect((await ask(at(path), key)).status).toBe(404);
    }
    expect((await ask(at("/healthz"), [], "POST")).status).toBe(405);
    expect((await ask(at("/healthz"), [])).status).toBe(200);
    expect((await ask(at("/readyz"), [])).status).toBe(200);
    expect((await ask(at("/metrics"), [])).body).toContain(
      'authorizer_requests_total{verdict="allowed"',
    );
  });

  test("a retiring key passes until its deadline by the database's clock, and not a second longer (K-11)", async () => {
    const retiree = await anActor({ mobile: true, otp: true });
    const old = await aKey(retiree);
    await aReplacement(retiree, old, "in-24-hours");
    await ageKeyToEnd(retiree, old.keyId, 1);
    expect((await ask(at("/authorize"), old)).status).toBe(204);
    await expect
      .poll(async () => (await ask(at("/authorize"), old)).status, { timeout: 2_000, interval: 20 })
      .toBe(401);
  });
});
