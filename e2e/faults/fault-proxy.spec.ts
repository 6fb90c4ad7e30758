/** The spoiled network does to connections what it says, and only to those it is told to. */
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "playwright/test";
import { type FaultProxy, startFaultProxy } from "@/e2e/servers/fault-proxy";

let server: Server;
let proxy: FaultProxy;
let served: Socket[] = [];

/** Says back what it hears. */
test.beforeEach(async () => {
  served = [];
  server = createServer((socket) => {
    served.push(socket);
    socket.on("error", () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("no port");
  proxy = await startFaultProxy(`postgres://u:p@127.0.0.1:${address.port}/d`);
});

test.afterEach(async () => {
  await proxy.stop();
  for (const socket of served) socket.destroy();
  await new Promise((done) => server.close(done));
});

interface Line {
  socket: Socket;
  heard(): string;
  ended(): boolean;
}

/** Connects as PostgreSQL's clients do, under this application's name. */
function open(kind: string): Line {
  const socket = connect(Number(new URL(proxy.url).port), "127.0.0.1");
  let heard = "";
  let isEnded = false;
  socket.on("data", (chunk) => (heard += chunk));
  socket.on("error", () => undefined);
  socket.on("close", () => (isEnded = true));
  const parameters = Buffer.from(`user\0u\0application_name\0${kind}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + parameters.length, 0);
  head.writeInt32BE(196_608, 4);
  socket.write(Buffer.concat([head, parameters]));
  return { socket, heard: () => heard.slice(heard.lastIndexOf("\0\0") + 2), ended: () => isEnded };
}

async function opened(kind: string): Promise<Line> {
  const line = open(kind);
  line.socket.write("hello");
  await expect.poll(line.heard).toBe("hello");
  return line;
}

/** Long enough for anything that would arrive on loopback. */
const moment = () => sleep(150);

test("bytes pass, each connection under its kind", async () => {
  await opened("listen");
  await opened("read");
  await opened("read");
  expect([proxy.connections("listen"), proxy.connections("read")].map((one) => one.length)).toEqual(
    [1, 2],
  );
  expect(served.map(({ remotePort }) => remotePort)).toEqual(
    expect.arrayContaining(proxy.connections("read")),
  );
});

test("held bytes arrive later, all of them and in order; other kinds pass meanwhile", async () => {
  const [listen, read] = [await opened("listen"), await opened("read")];
  proxy.set("hold", ["listen"]);
  for (const word of [" a", " b", " c"]) listen.socket.write(word);
  read.socket.write("!");
  await expect.poll(read.heard).toBe("hello!");
  await moment();
  expect(listen.heard()).toBe("hello");
  proxy.set("pass", ["listen"]);
  await expect.poll(listen.heard).toBe("hello a b c");
});

test("a delay holds each byte as long, both ways, and ends in order", async () => {
  const line = await opened("read");
  proxy.set({ delayMs: 200 });
  const started = performance.now();
  line.socket.write(" slow");
  await expect.poll(line.heard, { intervals: [5] }).toBe("hello slow");
  expect(performance.now() - started).toBeGreaterThanOrEqual(399);
  line.socket.write(" and");
  proxy.set("pass");
  line.socket.write(" fast");
  await expect.poll(line.heard).toBe("hello slow and fast");
});

test("deaf: the server hears, the client does not until later", async () => {
  const line = await opened("read");
  let received = "";
  served[0]?.on("data", (chunk) => (received += chunk));
  proxy.set("deaf", ["read"]);
  line.socket.write(" there?");
  await expect.poll(() => received).toContain(" there?");
  await moment();
  expect(line.heard()).toBe("hello");
  proxy.set("pass", ["read"]);
  await expect.poll(line.heard).toBe("hello there?");
});

test("dark: neither bytes nor ends arrive, for good, while new connections pass", async () => {
  const line = await opened("listen");
  const [upstream] = served;
  proxy.set("dark", ["listen"]);
  const stillborn = open("listen");
  await moment();
  proxy.set("pass", ["listen"]);
  for (const { socket } of [line, stillborn]) socket.write(" there?");
  await opened("listen");
  await moment();
  expect([line.heard(), stillborn.heard()]).toEqual(["hello", ""]);
  expect([line.ended(), stillborn.ended()]).toEqual([false, false]);
  line.socket.destroy();
  await moment();
  expect(upstream?.destroyed).toBe(false);
  expect(proxy.connections("listen").length).toBe(1);
});

test("cut resets what is there; refuse also what comes", async () => {
  const [listen, read] = [await opened("listen"), await opened("read")];
  expect(proxy.cut(["listen"])).toBe(1);
  await expect.poll(listen.ended).toBe(true);
  await opened("listen");
  proxy.set("refuse", ["read"]);
  await expect.poll(read.ended).toBe(true);
  await expect.poll(open("read").ended).toBe(true);
  await opened("listen");
  proxy.set("pass", ["read"]);
  await opened("read");
});
