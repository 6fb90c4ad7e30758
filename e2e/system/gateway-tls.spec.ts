/**
 * The gateways with TLS as their files tell people to turn it on: no plain port stands open beside it, not even to
 * redirect, and the TLS port itself speaks no plain HTTP.
 */
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { expect, test } from "playwright/test";
import { findTool, missingTool } from "@/bin/check/system-tools";
import { startTogether } from "@/bin/process/cleanups";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { startCaddy } from "@/e2e/servers/caddy";
import { makeCertificate } from "@/e2e/servers/certificate";
import type { Listening } from "@/e2e/servers/deploy-file";
import { listeningPorts } from "@/e2e/servers/listening-ports";
import { startNginx } from "@/e2e/servers/nginx";
import { startUpstream } from "@/e2e/servers/upstream";
import { exchange } from "@/e2e/wire/exchange";

type Files = ReturnType<typeof makeCertificate>;
type Start = (
  authorizers: readonly [Listening, Listening],
  api: Listening,
  files: Files,
) => ReturnType<typeof startNginx>;

const starts: Record<"nginx" | "caddy", Start> = {
  nginx: (authorizers, api, { cert, key }) =>
    startNginx(
      authorizers,
      api,
      (port) =>
        `listen 127.0.0.1:${port} ssl default_server;\nssl_certificate ${cert};\nssl_certificate_key ${key};`,
    ),
  caddy: (authorizers, api, { cert, key }) =>
    startCaddy(authorizers, api, (port) => `https://api.localhost:${port} {\n\ttls ${cert} ${key}`),
};

/** An authorizer that says yes to everybody would be no test; one that counts who asked is enough. */
function startAll(start: Start) {
  return startTogether(async (cleanups) => {
    const { folder, remove } = makeOwnFolder("tls");
    cleanups.add(remove);
    const upstream = await cleanups.keep(startUpstream());
    const files = makeCertificate(folder, ["api.localhost"]);
    const { port, pid } = await cleanups.keep(start([upstream, upstream], upstream, files));
    return { upstream, port, pid, ca: readFileSync(files.cert, "utf8") };
  });
}

function getByTls(port: number, ca: string): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const options = { host: "127.0.0.1", port, ca, servername: "api.localhost", agent: false };
    request(
      { ...options, path: "/v1/orders", headers: { host: `api.localhost:${port}` } },
      (answer) => {
        answer.resume().on("end", () => done(answer.statusCode));
      },
    )
      .on("error", fail)
      .end();
  });
}

for (const name of ["nginx", "caddy"] as const) {
  test(`${name} with TLS listens on one port alone, which answers plain HTTP with an error and passes nothing on (A-9)`, async () => {
    test.skip(!findTool(name), missingTool(name));
    test.skip(!findTool("openssl"), missingTool("openssl"));
    const { upstream, port, pid, ca, stop } = await startAll(starts[name]);
    try {
      expect(await getByTls(port, ca)).toBe(200);
      expect(upstream.take().length).toBeGreaterThan(0);
      expect(listeningPorts(pid)).toEqual([port]);
      const secret = "Authorization: Basic cnpwX2xpdmVfYTpi";
      const plain = `GET /v1/orders HTTP/1.1\r\nHost: api.localhost\r\n${secret}\r\n\r\n`;
      const answer = await exchange(plain, port);
      expect(answer).toMatch(/^HTTP\/1\.\d 400 /);
      expect(answer.toLowerCase()).not.toContain("location:");
      expect(upstream.take()).toEqual([]);
    } finally {
      await stop();
    }
  });
}
