/**
 * Requests that two servers might cut differently (A-16). Whatever a gateway makes of them, nothing reaches the API
 * without an identity that the authorizer gave, and never the request hidden in another one.
 */

import { attacks } from "@/e2e/servers/smuggling";
import { identityOf } from "@/e2e/servers/upstream";
import { expect, gateways } from "@/e2e/stacks/gateway";
import { exchange } from "@/e2e/wire/exchange";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

for (const { name, test } of gateways) {
  for (const attack of attacks) {
    test(`${name}: smuggling with ${attack.name} gets nothing past the authorizer`, async ({
      gateway,
    }) => {
      const actor = await anActor();
      const key = await aKey(actor, "live");
      const { line, headers, newline, body } = attack;
      const bytesWith = (credentials: string[]) =>
        [line, "Host: api.test", ...credentials, ...headers, "", body].join(newline);
      gateway.upstream.take();

      await exchange(bytesWith([`Authorization: ${basic(key)}`]), gateway.port);
      const reached = gateway.upstream.take();
      expect(reached.length).toBeLessThanOrEqual(
        name === "caddy" ? attack.atMostByCaddy : attack.atMost,
      );
      for (const request of reached) {
        expect(request.url).not.toBe("/hidden");
        expect(identityOf(request)).toEqual({
          "x-key-id": [key.keyId],
          "x-merchant-id": [actor.merchant.id],
          "x-mode": ["live"],
          "x-org": ["razorpay"],
        });
      }

      await exchange(bytesWith([]), gateway.port);
      expect(gateway.upstream.take()).toEqual([]);
      expect(gateway.upstream.unreadable).toEqual([]);
    });
  }

  test(`${name}: one authenticated request lends nothing to the next on its connection`, async ({
    gateway,
  }) => {
    const key = await aKey(await anActor(), "live");
    const other = await aKey(await anActor(), "live");
    gateway.upstream.take();
    const get = (path: string, lines: string[]) =>
      `GET ${path} HTTP/1.1\r\nHost: api.test\r\n${lines.map((text) => `${text}\r\n`).join("")}\r\n`;
    const mine = get("/mine", [`Authorization: ${basic(key)}`]);
    const theirs = get("/theirs", [`Authorization: ${basic(other)}`]);
    const answers = await exchange(mine + get("/none", []) + theirs + mine, gateway.port);
    expect(answers.match(/HTTP\/1\.1 \d{3}/g)).toEqual(
      [200, 401, 200, 200].map((status) => `HTTP/1.1 ${status}`),
    );
    const ids = gateway.upstream.take().map(({ url, headers }) => [url, headers["x-key-id"]]);
    expect(ids).toEqual([
      ["/mine", [key.keyId]],
      ["/theirs", [other.keyId]],
      ["/mine", [key.keyId]],
    ]);
  });

  test(`${name}: two Authorization headers are never taken for one`, async ({ gateway }) => {
    const key = await aKey(await anActor(), "live");
    gateway.upstream.take();
    for (const others of [
      ["Basic YTpi", basic(key)],
      [basic(key), "Basic YTpi"],
    ]) {
      const lines = others.map((value) => `Authorization: ${value}\r\n`).join("");
      const bytes = `GET /v1/orders HTTP/1.1\r\nHost: api.test\r\n${lines}\r\n`;
      expect(await exchange(bytes, gateway.port)).toMatch(/^HTTP\/1\.1 40[01] /);
    }
    expect(gateway.upstream.take()).toEqual([]);
  });
}
