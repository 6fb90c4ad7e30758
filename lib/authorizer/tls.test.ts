/** The authorizer with TLS and mutual TLS: real handshakes, and certificates that change while it runs. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { Agent, type AgentOptions, request } from "node:https";
import { connect as connectTcp } from "node:net";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleAuthorizer } from "@/bin/build/build";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { statusOf } from "@/bin/process/start-process";
import type { Minted } from "@/lib/api-keys/insert-key";
import { anAuthorizer, askOnce, authorizerUrl } from "@/lib/testing/authorizer";
import { basic } from "@/lib/testing/basic";
import { type Certificate, makeAuthority } from "@/lib/testing/certificates";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const { folder, remove } = makeOwnFolder("tls");
afterAll(remove);
const ours = makeAuthority("Gateways and authorizers");
const theirs = makeAuthority("Somebody else");
const client = ours.issue("gateway");
let key: Minted;
beforeAll(async () => {
  key = await aKey(await anActor());
});

const file = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** The variables for this certificate; the files can be written again. */
function tlsEnv(name: string, { cert, key: secret }: Certificate, clients?: string) {
  return {
    AUTHORIZER_TLS_CERT: file(`${name}.crt`, cert),
    AUTHORIZER_TLS_KEY: file(`${name}.key`, secret),
    ...(clients && { AUTHORIZER_TLS_CLIENT_CA: file(`${name}.ca`, clients) }),
  };
}

interface Seen {
  status: number;
  /** The name in the server's certificate. */
  server: string;
}

function askTls(url: string, options: AgentOptions, agent = new Agent(options)): Promise<Seen> {
  return new Promise((done, fail) => {
    const headers = { authorization: basic(key) };
    const call = request(`${url}/authorize`, { agent, headers }, (answer) => {
      const { subject } = (answer.socket as TLSSocket).getPeerCertificate();
      answer.resume();
      answer.on("end", () =>
        done({ status: answer.statusCode ?? 0, server: String(subject?.CN ?? "") }),
      );
    });
    call.on("error", fail);
    call.end();
  });
}

const trusting = { ca: ours.cert };

describe("with a certificate of its own", () => {
  test("it answers over TLS 1.2 and 1.3 and nothing else on that port", async () => {
    const one = await anAuthorizer(tlsEnv("plain", ours.issue("authorizer one")));
    expect(one.url).toMatch(/^https:/);
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const only = { ...trusting, minVersion: version, maxVersion: version };
      expect(await askTls(one.url, only)).toEqual({ status: 204, server: "authorizer one" });
    }
    await expect(askTls(one.url, { ...trusting, maxVersion: "TLSv1.1" })).rejects.toThrow();
    await expect(askTls(one.url, { ca: theirs.cert })).rejects.toThrow(/certificate/);
    await expect(askOnce(one.url.replace("https", "http"), key)).rejects.toThrow();
    // None of that has hurt it.
    expect((await askTls(one.url, trusting)).status).toBe(204);
    await one.stop();
  });

  test("a handshake that breaks off or never begins, or bytes that are none, end no process and no other request", async () => {
    const one = await anAuthorizer(tlsEnv("noise", ours.issue("authorizer")));
    const port = Number(new URL(one.url).port);
    const silent = connectTcp(port, "127.0.0.1");
    const isCutOff = once(silent, "close");
    for (let n = 0; n < 20; n++) {
      const socket = connect({ port, host: "127.0.0.1", ...trusting });
      socket.on("error", () => undefined);
      socket.destroy();
      await askOnce(`http://127.0.0.1:${port}/authorize`, key).catch(() => undefined);
    }
    expect((await askTls(one.url, trusting)).status).toBe(204);
    // Who says nothing at all is cut off, before a stop would have to do it.
    await isCutOff;
    await one.stop();
  });
});

describe("with an authority for its clients", () => {
  test("only a client with a certificate of that authority is answered, and it needs no token (A-10)", async () => {
    const env = tlsEnv("mutual", ours.issue("authorizer"), ours.cert);
    const one = await anAuthorizer({ ...env, AUTHORIZER_HOST: "0.0.0.0" });
    const url = one.url.replace("0.0.0.0", "127.0.0.1");
    expect((await askTls(url, { ...trusting, ...client })).status).toBe(204);
    for (const wrong of [{}, theirs.issue("gateway"), ours.issue("late gateway", -1)]) {
      const { cert, key: secret } = wrong as Partial<Certificate>;
      const options = { ...trusting, ...(cert && { cert, key: secret }) };
      await expect(askTls(url, options)).rejects.toThrow(/alert|reset|hang up|closed/i);
    }
    await one.stop();
  });
});

describe("certificates are read again", () => {
  test("new connections get the new one, one that stands goes on with the old, and files that do not do change nothing", async () => {
    const env = tlsEnv("renewed", ours.issue("old"));
    const one = await anAuthorizer(env);
    const standing = new Agent({ ...trusting, keepAlive: true, maxSockets: 1 });
    expect((await askTls(one.url, {}, standing)).server).toBe("old");
    tlsEnv("renewed", ours.issue("new"));
    expect((await askTls(one.url, trusting)).server).toBe("old");
    one.reload?.();
    expect(await askTls(one.url, {}, standing)).toEqual({ status: 204, server: "old" });
    expect(await askTls(one.url, trusting)).toEqual({ status: 204, server: "new" });
    file("renewed.key", ours.issue("another").key);
    one.reload?.();
    file("renewed.crt", "nothing");
    one.reload?.();
    expect((await askTls(one.url, trusting)).server).toBe("new");
    standing.destroy();
    await one.stop();
  });

  test("a client's authority that was taken away no longer opens, not even by a session of before", async () => {
    const env = tlsEnv("clients", ours.issue("authorizer"), ours.cert);
    const one = await anAuthorizer(env);
    const resuming = new Agent({ ...trusting, ...client, maxCachedSessions: 10 });
    expect((await askTls(one.url, {}, resuming)).status).toBe(204);
    file("clients.ca", theirs.cert);
    one.reload?.();
    await expect(askTls(one.url, {}, resuming)).rejects.toThrow();
    expect((await askTls(one.url, { ...trusting, ...theirs.issue("gateway") })).status).toBe(204);
    await one.stop();
  });

  test("by SIGHUP, in each of several processes too; without TLS it ends them", async () => {
    await bundleAuthorizer(folder);
    const start = async (own: Record<string, string>) => {
      const port = await findFreePort();
      const env = {
        ...process.env,
        NODE_OPTIONS: "",
        AUTHORIZER_DATABASE_URL: await authorizerUrl(),
        AUTHORIZER_PORT: `${port}`,
        AUTHORIZER_DRAIN_SECONDS: "0",
        ...own,
      };
      const script = join(folder, "authorizer.cjs");
      const child = spawn(process.execPath, [script], {
        env,
        stdio: "ignore",
      });
      return { port, child, ended: once(child, "exit") };
    };
    for (const AUTHORIZER_PROCESSES of ["1", "2"]) {
      const files = tlsEnv(`process-${AUTHORIZER_PROCESSES}`, ours.issue("first"));
      const secure = await start({ ...files, AUTHORIZER_PROCESSES });
      const url = `https://127.0.0.1:${secure.port}`;
      // Two connections, because two processes take turns.
      const one = () => askTls(url, trusting).catch(() => ({ status: 0, server: "" }));
      const seen = () => Promise.all([one(), one()]);
      const both = (server: string) => [1, 2].map(() => ({ status: 204, server }));
      // As soon as one answers: a SIGHUP that comes while others still start counts as well.
      await expect.poll(one, { timeout: 10_000, interval: 5 }).toEqual(both("first")[0]);
      tlsEnv(`process-${AUTHORIZER_PROCESSES}`, ours.issue("second"));
      secure.child.kill("SIGHUP");
      await expect.poll(seen, { timeout: 5_000 }).toEqual(both("second"));
      secure.child.kill("SIGTERM");
      expect(await secure.ended).toEqual([0, null]);
    }

    const plain = await start({});
    const isReady = () => statusOf(`http://127.0.0.1:${plain.port}/readyz`);
    await expect.poll(isReady, { timeout: 10_000 }).toBe(200);
    plain.child.kill("SIGHUP");
    expect(await plain.ended).toEqual([0, null]);
  });
});
