import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, waitUntilGone } from "@/bin/process/is-alive";
import {
  createDatabase,
  dropDatabase,
  type EmbeddedServer,
  removeEmbedded,
  startEmbedded,
} from "./embedded";
import { findPostmaster } from "./postmaster";

const isRoot = process.getuid?.() === 0;
let folder = "";
let dataHome: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keydesk-embedded-"));
  chmodSync(folder, 0o755);
  dataHome = process.env.XDG_DATA_HOME;
  process.env.XDG_DATA_HOME = join(folder, "home");
});

afterEach(async () => {
  await removeEmbedded(join(folder, "pg"));
  if (dataHome === undefined) delete process.env.XDG_DATA_HOME;
  else process.env.XDG_DATA_HOME = dataHome;
  rmSync(folder, { recursive: true, force: true });
});

async function query(server: EmbeddedServer, sql: string, values: unknown[] = []) {
  const client = new Client({ connectionString: server.url("postgres") });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}

test("data survives a stop and a start, on the same port with the same password", async () => {
  const first = await startEmbedded({ dataDir: join(folder, "pg") });
  await query(first, "create table notes (n int)");
  await query(first, "insert into notes values (1)");
  await first.stop();
  expect(findPostmaster(first.dataDir)).toBeNull();

  const second = await startEmbedded({ dataDir: join(folder, "pg") });
  expect(second.adopted).toBe(false);
  expect(second.url("postgres")).toBe(first.url("postgres"));
  expect(await query(second, "select n from notes")).toEqual([{ n: 1 }]);
});

test("a server that outlived its starter is adopted", async () => {
  const first = await startEmbedded({ dataDir: join(folder, "pg") });
  const second = await startEmbedded({ dataDir: join(folder, "pg") });
  expect(second.adopted).toBe(true);
  expect(await query(second, "show timezone")).toEqual([{ TimeZone: "UTC" }]);
  await second.stop();
  expect(findPostmaster(first.dataDir)).toBeNull();
});

test("a killed server loses no acknowledged row", async () => {
  let server = await startEmbedded({ dataDir: join(folder, "pg") });
  await query(server, "create table acknowledged (n int)");
  for (let round = 1; round <= 2; round += 1) {
    for (let n = 0; n < 20; n += 1)
      await query(server, "insert into acknowledged values ($1)", [n]);
    const pid = findPostmaster(server.dataDir)?.pid ?? 0;
    process.kill(pid, "SIGKILL");
    expect(await waitUntilGone(pid, 5_000)).toBe(true);
    server = await startEmbedded({ dataDir: join(folder, "pg") });
    expect(await query(server, "select count(*)::int as n from acknowledged")).toEqual([
      { n: round * 20 },
    ]);
  }
});

test("only the owner can read the password, and only this machine can connect", async () => {
  const server = await startEmbedded({ dataDir: join(folder, "pg") });
  expect(statSync(join(server.dataDir, "keydesk.json")).mode & 0o777).toBe(0o600);
  expect(await query(server, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  const wrong = new URL(server.url("postgres"));
  wrong.password = "wrong";
  const client = new Client({ connectionString: wrong.href });
  await expect(client.connect()).rejects.toThrow(/password authentication failed/);
});

test("databases are created once, cloned from a template, and dropped", async () => {
  const server = await startEmbedded({ dataDir: join(folder, "pg"), durable: false });
  await createDatabase(server, "one");
  await createDatabase(server, "one");
  await createDatabase(server, "two", "one");
  await dropDatabase(server, "one");
  await dropDatabase(server, "one");
  const rows = await query(
    server,
    "select datname from pg_database where datname in ('one', 'two')",
  );
  expect(rows).toEqual([{ datname: "two" }]);
  await expect(createDatabase(server, "x; drop")).rejects.toThrow(/no database name/);
});

test("a port that is taken is reported with the server's own words", async () => {
  const first = await startEmbedded({ dataDir: join(folder, "pg") });
  const second = startEmbedded({ dataDir: join(folder, "pg2"), port: first.port });
  await expect(second).rejects.toThrow(/PostgreSQL did not start:\n.*Address already in use/s);
});

test("a record of a process that is another program now does not stop a start", async () => {
  const first = await startEmbedded({ dataDir: join(folder, "pg") });
  const record = readFileSync(join(first.dataDir, "postmaster.pid"), "utf8");
  await first.stop();
  writeFileSync(join(first.dataDir, "postmaster.pid"), record.replace(/^\d+/, `${process.pid}`));
  const second = await startEmbedded({ dataDir: join(folder, "pg") });
  expect(second.adopted).toBe(false);
  expect(isAlive(process.pid)).toBe(true);
});

test.skipIf(!isRoot)(
  "root's project in a 0700 folder works, with the data elsewhere (needs root)",
  async () => {
    chmodSync(folder, 0o700);
    const home = mkdtempSync(join(tmpdir(), "keydesk-home-"));
    chmodSync(home, 0o755);
    process.env.XDG_DATA_HOME = home;
    const server = await startEmbedded({ dataDir: join(folder, "pg") });
    try {
      expect(server.dataDir.startsWith(join(home, "keydesk"))).toBe(true);
      expect(await query(server, "select 1 as one")).toEqual([{ one: 1 }]);
    } finally {
      await removeEmbedded(server.dataDir);
      rmSync(home, { recursive: true, force: true });
    }
  },
);

test.skipIf(!isRoot)("a normal user runs it as it is (needs root to become one)", () => {
  chownSync(folder, 65_534, 65_534);
  const script = `
    import { startEmbedded } from "./db/embedded/embedded.ts";
    const server = await startEmbedded({ dataDir: ${JSON.stringify(join(folder, "pg"))} });
    console.log(server.dataDir);
    await server.stop();`;
  const args = ["--import", "tsx", "--input-type=module", "-e", script];
  const env = { ...process.env, HOME: folder, TMPDIR: folder };
  const options = { uid: 65_534, gid: 65_534, env, encoding: "utf8" } as const;
  const run = spawnSync(process.execPath, args, options);
  expect(run.stderr).toBe("");
  expect(run.stdout.trim()).toBe(join(folder, "pg"));
});
