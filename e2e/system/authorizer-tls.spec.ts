/** A real nginx in front of authorizers with mutual TLS, by the lines that its file has for it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { findTool, missingTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { portOf } from "@/bin/process/http";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { pool } from "@/db/client";
import { startNginx } from "@/e2e/servers/nginx";
import { startUpstream } from "@/e2e/servers/upstream";
import { prepareAuthorizers } from "@/e2e/stacks/prepare-authorizers";
import { ask } from "@/e2e/wire/ask";
import { anAuthorizer } from "@/lib/testing/authorizer";
import { makeAuthority } from "@/lib/testing/certificates";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

function startAll() {
  return startTogether(async (cleanups) => {
    const { folder, remove } = makeOwnFolder("mutual-tls");
    cleanups.add(remove);
    const [ours, theirs] = [makeAuthority("ours"), makeAuthority("theirs")];
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const pair = (name: string, { cert, key } = ours.issue(name)) =>
      [file(`${name}.pem`, cert), file(`${name}.key`, key)] as const;
    await prepareAuthorizers(cleanups, { durable: false });
    cleanups.add(() => pool().end());
    const [AUTHORIZER_TLS_CERT, AUTHORIZER_TLS_KEY] = pair("authorizer");
    const env = {
      AUTHORIZER_TLS_CERT,
      AUTHORIZER_TLS_KEY,
      AUTHORIZER_TLS_CLIENT_CA: file("ours.pem", ours.cert),
      AUTHORIZER_TRUSTED_HOPS: "1",
    };
    const start = async () => {
      const one = await anAuthorizer(env);
      return { ...one, port: portOf(one.url) };
    };
    const authorizers = [await start(), await start()] as const;
    cleanups.add(() => authorizers[1].stop());
    const upstream = await cleanups.keep(startUpstream());
    /** A gateway with its own certificate that believes this authority. */
    const gateway = async (trusted: string, [cert, key]: readonly [string, string]) => {
      const lines: [string, string][] = [
        ["http://keydesk_authorizer", "https://keydesk_authorizer"],
        ["# proxy_ssl_verify on;", "proxy_ssl_verify on;"],
        [
          "# proxy_ssl_trusted_certificate /etc/keydesk/authorizers-ca.pem;",
          `proxy_ssl_trusted_certificate ${trusted};`,
        ],
        ["# proxy_ssl_name authorizer.internal;", "proxy_ssl_name localhost;"],
        ["# proxy_ssl_server_name on;", "proxy_ssl_server_name on;"],
        ["# proxy_ssl_certificate /etc/keydesk/gateway.pem;", `proxy_ssl_certificate ${cert};`],
        [
          "# proxy_ssl_certificate_key /etc/keydesk/gateway.key;",
          `proxy_ssl_certificate_key ${key};`,
        ],
      ];
      const nginx = await cleanups.keep(startNginx(authorizers, upstream, undefined, lines));
      return `http://127.0.0.1:${nginx.port}`;
    };
    return {
      authorizers,
      upstream,
      good: await gateway(file("trusted.pem", ours.cert), pair("gateway")),
      deceived: await gateway(file("other.pem", theirs.cert), pair("gateway")),
      foreign: await gateway(
        file("trusted.pem", ours.cert),
        pair("foreign", theirs.issue("foreign")),
      ),
    };
  });
}

test("nginx reaches two authorizers by mutual TLS, and nobody passes when either side is somebody else", async () => {
  test.skip(!findTool("nginx"), missingTool("nginx"));
  const all = await startAll();
  const key = await aKey(await anActor(), "live");
  const status = async (url: string, given = key) =>
    (await ask(url, given, { path: "/v1/orders" })).status;
  for (const wrong of [all.deceived, all.foreign]) expect(await status(wrong)).toBe(503);
  expect(all.upstream.take()).toEqual([]);
  expect(await status(all.good)).toBe(200);
  expect((await ask(all.good, key, { path: "/v1/whoami" })).status).toBe(200);
  const secret = key.secret.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  expect(await status(all.good, { ...key, secret })).toBe(401);
  await all.authorizers[0].stop();
  for (let n = 0; n < 5; n++) expect(await status(all.good)).toBe(200);
  await all.stop();
});
