import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anAuthorizer, ask } from "@/lib/testing/authorizer";
import { deniedBody } from "@/lib/testing/denied";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import type { RunningAuthorizer } from "./start-authorizer";

let authorizer: RunningAuthorizer;

beforeAll(async () => {
  authorizer = await anAuthorizer();
});
afterAll(() => authorizer.stop());

describe("senders that speak no proper HTTP (R-17, R-18)", () => {
  test("headers that are too large get the usual 401; anything that is not HTTP is cut off", async () => {
    const huge = `GET /authorize HTTP/1.1\r\nHost: a\r\nAuthorization: Basic ${"A".repeat(40_000)}\r\n\r\n`;
    const answer = await sayRaw(huge);
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.split("\r\n\r\n")[1]).toBe(deniedBody);
    expect(await sayRaw("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
    const key = await aKey(await anActor());
    expect((await ask(`${authorizer.url}/authorize`, key)).status).toBe(204);
  });

  test("slow and broken senders are disconnected, even if they keep their side open (R-17)", async () => {
    const sockets = Array.from({ length: 20 }, () => {
      const socket = connect({
        port: Number(new URL(authorizer.url).port),
        host: "127.0.0.1",
        allowHalfOpen: true,
      });
      socket.on("error", () => undefined);
      socket.write("nonsense\r\n\r\n");
      return socket;
    });
    await Promise.all(
      sockets.map((socket) => new Promise((done) => socket.resume().on("end", done))),
    );
    // The test never closes its side: a server that only half-closed would keep all of these connections.
    const held = async () => (await pendingConnections(sockets)).filter(Boolean).length;
    await expect.poll(held, { timeout: 5_000 }).toBe(0);
    for (const socket of sockets) socket.destroy();
  });
});

/** Which connections the server still holds: writing to a closed one fails. */
function pendingConnections(sockets: Socket[]): Promise<boolean[]> {
  return Promise.all(
    sockets.map(async (socket) => {
      if (!socket.destroyed) socket.write("x");
      await new Promise((done) => setTimeout(done, 20));
      return !socket.destroyed;
    }),
  );
}

/** The server's answer to these bytes, until it closes the connection. */
function sayRaw(bytes: string): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect(Number(new URL(authorizer.url).port), "127.0.0.1");
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => (text += chunk));
    socket.on("close", () => done(text));
    socket.on("error", (error) => (text ? done(text) : fail(error)));
    socket.write(bytes);
  });
}
