/**
 * A thousand revocations a second, heard by four authorizers while they serve: how soon the last of them refuses the
 * key, and whether a key that still works is ever refused.
 */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { BenchKey } from "@/bench/load/key-set";
import { percentile } from "@/bench/load/rounds";
import { limitRow, milliseconds, type Row } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";
import { portOf, send } from "@/bin/process/http";
import { basic } from "@/lib/testing/basic";

const authorizers = 4;
const perSecond = 1_000;
/** One statement for these, ten milliseconds apart. */
const batch = 10;
/** Of each batch one key is asked for until every authorizer refuses it. */
const askEveryMs = 5;
/** The bound that the product states (SECURITY D5). */
const mostMs = 1_000;

export async function measureRevocations(stage: Stage): Promise<Row[]> {
  const { databases, sets, options } = stage;
  const servers = await Promise.all(
    Array.from({ length: authorizers }, () => stage.startAuthorizer(databases.large)),
  );
  const ports = servers.map(({ url }) => portOf(url));
  const revocable = sets.cold.slice(0, Math.min(sets.cold.length, perSecond * options.seconds));
  const client = new pg.Client({ connectionString: databases.large });
  await client.connect();
  const load = keepAsking(ports, sets.hot);
  const delays: Promise<number>[] = [];
  for (let at = 0; at < revocable.length; at += batch) {
    const dueAt = performance.now() + (batch / perSecond) * 1_000;
    const keys = revocable.slice(at, at + batch);
    await askEach(ports, keys[0] as BenchKey, 204);
    await client.query(revoke, [keys.map(({ keyId }) => keyId)]);
    delays.push(untilAllRefuse(ports, keys[0] as BenchKey));
    await sleep(Math.max(0, dueAt - performance.now()));
  }
  const heard = await Promise.all(delays);
  const wrong = await load.stop();
  await client.end();
  await Promise.all(servers.map(({ stop }) => stop()));
  const what = `${revocable.length.toLocaleString("en")} revocations, up to ${perSecond.toLocaleString("en")} a second, heard by ${authorizers} authorizers`;
  return [
    limitRow(
      `${what}: refused everywhere after, p99`,
      percentile(heard, 0.99),
      mostMs,
      milliseconds,
    ),
    limitRow("the same: working keys refused meanwhile", wrong, 0, String),
  ];
}

const revoke = `update api_keys set replaced_at = coalesce(replaced_at, now()), deactivates_at = now()
  where key_id = any($1)`;

async function statusAt(port: number, key: BenchKey): Promise<number> {
  const headers = { authorization: basic(key) };
  return (await send({ port, path: "/authorize", headers })).status;
}

async function askEach(ports: number[], key: BenchKey, expected: number): Promise<void> {
  for (const status of await Promise.all(ports.map((port) => statusAt(port, key))))
    if (status !== expected) throw new Error(`expected ${expected}, got ${status}`);
}

/** Milliseconds from now until each has refused the key once. */
async function untilAllRefuse(ports: number[], key: BenchKey): Promise<number> {
  const since = performance.now();
  await Promise.all(
    ports.map(async (port) => {
      while ((await statusAt(port, key)) !== 401) await sleep(askEveryMs);
    }),
  );
  return performance.now() - since;
}

/** Asks all of them for keys that work, over and over; `stop` tells how many did not pass. */
function keepAsking(ports: number[], keys: BenchKey[]) {
  const life = { isOver: false, wrong: 0 };
  const running = ports.map(async (port) => {
    for (let turn = 0; !life.isOver; turn++)
      if ((await statusAt(port, keys[turn % keys.length] as BenchKey)) !== 204) life.wrong++;
  });
  const stop = async () => {
    life.isOver = true;
    await Promise.all(running);
    return life.wrong;
  };
  return { stop };
}
