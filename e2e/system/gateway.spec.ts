/** What a client can and cannot do through Debian's nginx and Caddy with the files of deploy/ (A-1, A-4, A-7, A-8, A-20). */
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { identityOf } from "@/e2e/servers/upstream";
import { expect, gateways } from "@/e2e/stacks/gateway";
import { exchange, unauthorized } from "@/e2e/wire/exchange";
import { send } from "@/e2e/wire/raw-request";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const spoofs: [string, string[]][] = [
  ["plainly", ["X-Key-Id: evil", "X-Merchant-Id: evil", "X-Mode: evil", "X-Org: evil"]],
  ["twice", ["X-Merchant-Id: evil", "X-Merchant-Id: evil2", "X-Key-Id: evil", "x-key-id: evil2"]],
  ["in another case", ["x-merchant-ID: evil", "X-KEY-ID: evil", "x-mOdE: evil", "X-ORG: evil"]],
  ["with underscores", ["X_Merchant_Id: evil", "X_Key_Id: evil", "X_Mode: evil", "X-Key_Id: evil"]],
  [
    "with dots and the like",
    ["X.Merchant.Id: evil", "X!Key!Id: evil", "X~Mode: evil", "X+Org: evil"],
  ],
  ["as hop by hop", ["Connection: X-Key-Id, X-Merchant-Id, X-Mode, X-Org, Authorization"]],
  ["for the authorizer", ["X-Gateway-Token: evil", "Forwarded: for=evil", "X-Forwarded-For: evil"]],
  ["with a method of its own", ["X-HTTP-Method-Override: evil", "X-Original-URI: /healthz?evil"]],
];

for (const { name, test } of gateways) {
  test(`${name}: a good key passes, and the API sees who it is and never the secret`, async ({
    gateway,
  }) => {
    const actor = await anActor();
    const key = await aKey(actor, "live");
    const { port } = gateway;
    gateway.upstream.take();
    const body = '{"amount":100}';
    const headers = { authorization: basic(key), "content-type": "application/json" };
    const path = "/v1/orders?mode=test&uri=/x";
    const answer = await send({ port, method: "POST", path, headers, body });
    expect(answer.status).toBe(200);
    const [reached, ...others] = gateway.upstream.take();
    expect(others).toEqual([]);
    expect(reached).toMatchObject({ method: "POST", url: path, body });
    expect(identityOf(reached)).toEqual({
      "x-key-id": [key.keyId],
      "x-merchant-id": [actor.merchant.id],
      "x-mode": ["live"],
      "x-org": ["razorpay"],
    });
    expect(reached?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(reached)).not.toContain(key.secret);
  });

  for (const [how, lines] of spoofs) {
    test(`${name}: identity sent by the client ${how} never reaches the API (A-7)`, async ({
      gateway,
    }) => {
      const actor = await anActor();
      const key = await aKey(actor, "live");
      gateway.upstream.take();
      const head = ["GET /v1/orders HTTP/1.1", "Host: api.test", `Authorization: ${basic(key)}`];
      const answer = await exchange(`${[...head, ...lines].join("\r\n")}\r\n\r\n`, gateway.port);
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      const [reached] = gateway.upstream.take();
      const own = new Set(["x-http-method-override", "x-original-uri"]);
      const rest = Object.entries(reached?.headers ?? {}).filter(([name]) => !own.has(name));
      expect(JSON.stringify(rest)).not.toContain("evil");
      expect(identityOf(reached)).toMatchObject({
        "x-key-id": [key.keyId],
        "x-merchant-id": [actor.merchant.id],
        "x-mode": ["live"],
        "x-org": ["razorpay"],
      });
    });
  }

  test(`${name}: everything that does not pass gets the authorizer's one 401, and the API is not asked (A-4, A-8)`, async ({
    gateway,
  }) => {
    const actor = await anActor();
    const [live, testKey] = [await aKey(actor, "live"), await aKey(actor, "test")];
    const { keyId, secret } = live;
    const cases: Record<string, Record<string, string>> = {
      "no credentials": {},
      "a cookie": { cookie: "session=1" },
      "an unknown key": { authorization: basic({ keyId: `${keyId.slice(0, -1)}~`, secret }) },
      "a wrong secret": { authorization: basic({ keyId, secret: `${secret}x` }) },
      "no secret": { authorization: basic({ keyId, secret: "" }) },
      "a Test key on the Live gateway": { authorization: basic(testKey) },
      "another scheme": { authorization: "Bearer abc" },
      "no base64": { authorization: "Basic ~~~" },
      "letters that are not ASCII": { authorization: "Basic \u00ff\u00fe" },
      "more than fits": { authorization: `Basic ${"A".repeat(6_000)}` },
    };
    const [first] = gateway.authorizers;
    const own = await send({ port: first.port, path: "/authorize?mode=live" });
    expect(own).toMatchObject({ status: 401, body: unauthorized });
    gateway.upstream.take();
    for (const [name, headers] of Object.entries(cases)) {
      const answer = await send({ port: gateway.port, path: "/v1/orders", headers });
      expect([name, answer.status, answer.body]).toEqual([name, 401, unauthorized]);
      for (const header of [
        "www-authenticate",
        "content-type",
        "cache-control",
        "content-length",
      ]) {
        expect(answer.headers[header]).toBe(own.headers[header]);
      }
      expect(answer.rawHeaders.filter((text) => /^www-authenticate$/i.test(text))).toHaveLength(1);
      expect(answer.headers).not.toHaveProperty("set-cookie");
      expect(answer.headers).not.toHaveProperty("x-merchant-id");
    }
    // Caddy never gets to ask: its HTTP refuses such bytes in any header.
    const refused = name === "caddy" ? 400 : 401;
    const values = [
      ["Basic \u0001", refused],
      ["\u007f", refused],
      ["Basic\tYTpi", 401],
    ] as const;
    for (const [value, status] of values) {
      const bytes = `GET / HTTP/1.1\r\nHost: api.test\r\nAuthorization: ${value}\r\n\r\n`;
      const answer = await exchange(bytes, gateway.port);
      expect(answer.startsWith(`HTTP/1.1 ${status} `)).toBe(true);
      expect(answer.includes(unauthorized)).toBe(status === 401);
    }
    expect(gateway.upstream.take()).toEqual([]);
  });

  test(`${name}: no method, body or path gets around it`, async ({ gateway }) => {
    const { port } = gateway;
    gateway.upstream.take();
    for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PURGE"]) {
      const big = "x".repeat(200_000);
      const body = method === "POST" || method === "PUT" ? { body: big } : {};
      expect((await send({ port, method, path: "/v1/orders", ...body })).status).toBe(401);
    }
    const paths = [
      "/",
      "//",
      "/v1//whoami/../orders",
      "/v1/whoami/",
      "/v1/%2e%2e/orders",
      "/healthz",
    ];
    for (const path of [...paths, "/metrics", "/v1/orders?mode=test", "/v1/whoami%2f..%2forders"]) {
      expect([path, (await send({ port, path })).status]).toEqual([path, 401]);
    }
    const hidden = ["/keydesk-authorize", "/keydesk-authorize?mode=test"];
    const status = name === "nginx" ? 404 : 401;
    for (const path of hidden) expect((await send({ port, path })).status).toBe(status);
    expect(gateway.upstream.take()).toEqual([]);
  });

  test(`${name}: the API's own errors are passed on as they are`, async ({ gateway }) => {
    const key = await aKey(await anActor(), "live");
    const headers = { authorization: basic(key) };
    const answer = await send({ port: gateway.port, path: "/fails", headers });
    expect([answer.status, answer.headers["retry-after"]]).toEqual([500, undefined]);
    expect(answer.body).toContain("collection");
  });

  test(`${name}: whoami is answered by the authorizer, for both modes`, async ({ gateway }) => {
    const actor = await anActor();
    gateway.upstream.take();
    for (const mode of ["live", "test"] as const) {
      const key = await aKey(actor, mode);
      const headers = { authorization: basic(key), "x-merchant-id": "evil" };
      const answer = await send({ port: gateway.port, path: "/v1/whoami?mode=live", headers });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toMatchObject({
        key_id: key.keyId,
        mode,
        merchant_id: actor.merchant.id,
        org: "razorpay",
      });
    }
    const refused = await send({ port: gateway.port, path: "/v1/whoami" });
    expect(refused).toMatchObject({ status: 401, body: unauthorized });
    expect(refused.headers["www-authenticate"]).toBe('Basic realm="api", charset="UTF-8"');
    expect(gateway.upstream.take()).toEqual([]);
  });

  test(`${name}: the address counted for a key is the gateway's peer, whatever the client claims (A-20)`, async ({
    gateway,
  }) => {
    const key = await aKey(await anActor(), "live");
    const headers = { authorization: basic(key), "x-forwarded-for": "203.0.113.9, 198.51.100.7" };
    const { port } = gateway;
    const from = { localAddress: "127.0.0.9", port, path: "/v1/orders", headers };
    const { status } = await send(from);
    expect(status).toBe(200);
    expect(gateway.upstream.take().at(-1)?.headers["x-forwarded-for"]).toEqual(["127.0.0.9"]);
    const counted = async () => {
      const query = sql`select last_address from key_usage where key_id = ${key.keyId}`;
      return (await db().execute<{ last_address: string }>(query)).rows[0]?.last_address;
    };
    await expect.poll(counted).toBe("127.0.0.9");
  });
}
