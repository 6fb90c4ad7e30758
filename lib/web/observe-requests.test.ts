import { Agent, createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { send } from "@/bin/process/http";
import { close, listen } from "@/bin/process/ports";
import { currentRequestId } from "@/lib/core/request";
import type { AnsweredRequest } from "@/lib/metrics/requests";
import { countRequests, nameRequests } from "./observe-requests";

const seen: AnsweredRequest[] = [];
let server: Server;
let port: number;
let own: Server;
let ownPort: number;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const before = currentRequestId();
    for await (const _ of request);
    await sleep(Math.random() * 20);
    response.end(`${before} ${currentRequestId()}`);
  });
  port = await listen(server);
  own = createServer((_, response) => response.end(`${currentRequestId()}`));
  ownPort = await listen(own);
  nameRequests();
  countRequests((request) => seen.push(request), own);
});
afterAll(() => Promise.all([close(server), close(own)]));

test("each of many requests at once, on kept connections and with bodies, keeps its own id", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const id = `request-${n}`;
      const headers = { "x-request-id": id };
      const body = "x".repeat(n * 100);
      return [
        id,
        await send({ port, method: "POST", path: "/login", headers, body, agent }),
      ] as const;
    }),
  );
  agent.destroy();
  for (const [id, answer] of answers) {
    expect(answer.body).toBe(`${id} ${id}`);
    expect(answer.headers["x-request-id"]).toBe(id);
  }
  expect(currentRequestId()).toBeUndefined();
});

test("answers are counted by route and status, those of the process's own server are not", async () => {
  seen.length = 0;
  await send({ port, path: "/login?token=secret" });
  await send({ port, path: "/made-up" });
  expect((await send({ port: ownPort, path: "/login" })).body).toBe("undefined");
  expect(seen).toEqual([
    { route: "/login", method: "GET", status: 200, seconds: expect.any(Number) },
    { route: "other", method: "GET", status: 200, seconds: expect.any(Number) },
  ]);
});
