/** What dashboard and worker tell Prometheus, over a real port. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { pool } from "@/db/client";
import { count, measure } from "@/lib/core/measure";
import type { Reading } from "./readings";
import { makeRegistry } from "./registry";
import { type MetricsServer, serveMetrics } from "./serve-metrics";

const servers: MetricsServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function served(readings: Reading[] = []) {
  const server = await serveMetrics(makeRegistry(readings), { host: "127.0.0.1", port: 0 });
  servers.push(server);
  return (path = "/metrics", method = "GET") =>
    fetch(`http://127.0.0.1:${server.port}${path}`, { method });
}

const read = (text: string, series: string) => {
  const line = text.split("\n").find((each) => each.startsWith(`${series} `));
  return line === undefined ? null : Number(line.slice(series.length + 1));
};

test("shows what rooms counted, with their labels, and adds to it", async () => {
  const ask = await served();
  const series = 'keydesk_rows_cleaned_total{table="a test"}';
  expect(read(await (await ask()).text(), series)).toBeNull();
  count("keydesk_rows_cleaned_total", { table: "a test" }, 3);
  expect(read(await (await ask()).text(), series)).toBe(3);
  count("keydesk_rows_cleaned_total", { table: "a test" });
  const answer = await ask();
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(read(await answer.text(), series)).toBe(4);
});

test("a gauge that nobody measures has no value, and one that is measured has it", async () => {
  const ask = await served();
  measure("keydesk_hashing_waiting", () => null);
  expect(read(await (await ask()).text(), "keydesk_hashing_waiting")).toBeNull();
  measure("keydesk_hashing_waiting", () => 7);
  expect(read(await (await ask()).text(), "keydesk_hashing_waiting")).toBe(7);
  measure("keydesk_hashing_waiting", () => null);
});

test("shows the event loop's lag, without the time between two looks", async () => {
  const ask = await served();
  await ask();
  await sleep(100);
  const until = performance.now() + 300;
  while (performance.now() < until);
  await sleep(100);
  const text = await (await ask()).text();
  expect(read(text, "nodejs_eventloop_lag_max_seconds")).toBeGreaterThan(0.2);
  expect(read(text, "nodejs_eventloop_lag_p50_seconds")).toBeLessThan(0.2);
});

test("shows connections that are busy, and requests that wait for one", async () => {
  const ask = await served();
  const held = await Promise.all(Array.from({ length: 10 }, () => pool().connect()));
  const waits = pool().connect();
  const text = await (await ask()).text();
  for (const client of held) client.release();
  (await waits).release();
  expect(read(text, "keydesk_pool_size")).toBe(10);
  expect(read(text, "keydesk_pool_busy")).toBe(10);
  expect(read(text, "keydesk_pool_waiting")).toBe(1);
  expect(read(await (await ask()).text(), "keydesk_pool_busy")).toBe(0);
});

test("what is read from the database is read once for all who ask, and left out while it cannot be", async () => {
  let reads = 0;
  let answer: Promise<number> = Promise.resolve(5);
  const reading: Reading = {
    gauges: { keydesk_tested: { help: "For a test.", labels: ["org"] } },
    async read() {
      reads++;
      return [{ gauge: "keydesk_tested", labels: { org: "axis" }, value: await answer }];
    },
  };
  const series = 'keydesk_tested{org="axis"}';
  const ask = await served([reading]);
  const texts = await Promise.all([ask(), ask(), ask()].map(async (got) => (await got).text()));
  expect(texts.map((text) => read(text, series))).toEqual([5, 5, 5]);
  expect(reads).toBe(1);

  answer = Promise.reject(new Error("no database"));
  answer.catch(() => undefined);
  const other = await served([reading]);
  const without = await (await other()).text();
  expect(read(without, series)).toBeNull();
  expect(read(without, "keydesk_pool_size")).toBe(10);
});

test("while no connection is to be had, everything else is told within two seconds", async () => {
  const held = await Promise.all(Array.from({ length: 10 }, () => pool().connect()));
  const ask = await served([
    {
      gauges: { keydesk_tested: { help: "For a test." } },
      read: async () => {
        await pool().query("select 1");
        return [{ gauge: "keydesk_tested", value: 1 }];
      },
    },
  ]);
  const started = performance.now();
  const text = await (await ask()).text();
  expect(performance.now() - started).toBeLessThan(2_000);
  for (const client of held) client.release();
  expect(read(text, "keydesk_tested")).toBeNull();
  expect(read(text, "keydesk_pool_busy")).toBe(10);
});

test("answers GET /metrics and nothing else", async () => {
  const ask = await served();
  for (const [path, method] of [
    ["/", "GET"],
    ["/metrics/", "GET"],
    ["/metrics", "POST"],
    ["/api/health", "GET"],
  ]) {
    expect((await ask(path, method)).status, `${method} ${path}`).toBe(404);
  }
});
