/** What keeps a database from being used is told in one sentence that says what to do (R-21, C-10). */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { keydesk } from "@/bin/keydesk/program";
import { makeOwnFolder } from "@/bin/process/own-folder";
import { findFreePort } from "@/bin/process/ports";
import { pool } from "@/db/client";
import { makeAuthority } from "@/lib/testing/certificates";
import { startOldServer } from "@/lib/testing/old-server";
import { startTlsLine } from "@/lib/testing/tls-line";
import { findTrouble, lastMigration } from "./find-trouble";
import { migrateInWords } from "./migrate";

const canary = "canary7f3a9c";
const own = () => new URL(process.env.DATABASE_URL ?? "");
const without = `without_${randomBytes(4).toString("hex")}`;

beforeAll(async () => {
  await pool().query(`create role ${without} login password '${canary}'`);
});
/** What a newer or an older build would have left. */
const newer = lastMigration + 1;
afterEach(async () => {
  await pool().query("delete from drizzle.__drizzle_migrations where created_at = $1", [newer]);
});

function changed(change: (url: URL) => unknown): string {
  const url = own();
  change(url);
  return url.href;
}

const wrong: Record<string, [url: () => string | Promise<string>, said: RegExp]> = {
  "no server": [
    async () => `postgres://u:${canary}@127.0.0.1:${await findFreePort()}/none`,
    /^The database cannot be reached \(ECONNREFUSED\): .*DATABASE_URL/,
  ],
  "a host that is none": [
    () => `postgres://u:${canary}@${canary}.invalid/none`,
    /^The database cannot be reached \((ENOTFOUND|EAI_AGAIN)\): .*DATABASE_URL/,
  ],
  "a wrong password": [
    () => changed((url) => (url.password = canary)),
    /^PostgreSQL refuses the password or the role in DATABASE_URL \(28P01\): /,
  ],
  "a role that is none": [
    () => changed((url) => (url.username = canary)),
    /^PostgreSQL refuses the password or the role in DATABASE_URL \(28P01\): /,
  ],
  "no password": [
    () => changed((url) => (url.password = "")),
    /^PostgreSQL asks for a password, and DATABASE_URL has none/,
  ],
  "no such database": [
    () => changed((url) => (url.pathname = `/${canary}`)),
    /^The database that DATABASE_URL names does not exist \(3D000\): create it/,
  ],
  "no right": [
    () => changed((url) => Object.assign(url, { username: without, password: canary })),
    /^The role in DATABASE_URL may not create .* \(42501\): let an administrator /,
  ],
  "TLS where there is none": [
    () => changed((url) => url.searchParams.set("sslmode", "verify-full")),
    /^DATABASE_URL asks for TLS, and PostgreSQL has it turned off: /,
  ],
};

describe("migrating", () => {
  test.each(Object.entries(wrong))("with %s ends in one sentence", async (_, [url, said]) => {
    const { code, sentence } = await migrateInWords({ DATABASE_URL: await url() });
    expect([code, sentence]).toEqual([1, expect.stringMatching(said)]);
    expect(sentence).not.toContain(canary);
    expect(sentence).not.toContain("\n");
  });

  test("with a server that is too old changes nothing", async () => {
    const old = await startOldServer(own().href);
    const { code, sentence } = await migrateInWords({ DATABASE_URL: old.url });
    expect([code, sentence]).toEqual([
      1,
      "PostgreSQL 14 is too old: Keydesk needs PostgreSQL 15 or newer.",
    ]);
    await old.stop();
  });

  test("by TLS wants a certificate that it trusts, and says how to name its authority", async () => {
    const authority = makeAuthority("Databases");
    const line = await startTlsLine(own().href, authority.issue("postgres"));
    const { folder, remove } = makeOwnFolder("in-words");
    const root = join(folder, "root.pem");
    writeFileSync(root, authority.cert);
    const migrating = (more: string) =>
      migrateInWords({ DATABASE_URL: `${line.url}?sslmode=verify-full${more}` });
    const stranger = await migrating("");
    expect(stranger.code).toBe(1);
    expect(stranger.sentence).toMatch(
      /^PostgreSQL's certificate is not trusted \(\w+\): .*sslrootcert/,
    );
    expect(await migrating(`&sslrootcert=${root}`)).toMatchObject({ code: 0 });
    remove();
    await line.stop();
  });

  test("a database that a newer build has migrated changes nothing", async () => {
    await pool().query(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('', $1)",
      [newer],
    );
    const { code, sentence } = await migrateInWords({ DATABASE_URL: own().href });
    expect([code, sentence]).toEqual([1, expect.stringContaining("migrated by a newer build")]);
  });

  test("by the address of the role that owns names that variable", async () => {
    const url = changed((url) => (url.password = canary));
    const { sentence } = await migrateInWords({
      DATABASE_URL: own().href,
      MIGRATE_DATABASE_URL: url,
    });
    expect(sentence).toContain("in MIGRATE_DATABASE_URL (28P01)");
  });

  test("as a process ends with 1, a sentence and no stack", () => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--conditions=react-server", "--import", "tsx", "db/migrate.ts"],
      {
        env: { ...env, DATABASE_URL: changed((url) => (url.password = canary)) },
        encoding: "utf8",
      },
    );
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^PostgreSQL refuses [^\n]*\n$/);
  });
});

describe("a database in use", () => {
  test("is fit, and its own", async () => {
    expect(await findTrouble()).toEqual({ trouble: null, warning: null });
  });

  test("whose migrations are behind is not ready, and no command works on it", async () => {
    await pool().query(
      "update drizzle.__drizzle_migrations set created_at = -created_at where created_at = $1",
      [lastMigration],
    );
    const { trouble } = await findTrouble();
    const code = await keydesk(["merchant", "list"]);
    await pool().query(
      "update drizzle.__drizzle_migrations set created_at = -created_at where created_at < 0",
    );
    expect(trouble).toMatch(/lacks migrations of this build: run npm run db:migrate/);
    expect(code).toBe(1);
  });

  test("whose migrations are ahead is ready with a warning: the build before goes on while a newer one comes", async () => {
    await pool().query(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('', $1)",
      [newer],
    );
    const { trouble, warning } = await findTrouble();
    expect([trouble, warning]).toEqual([null, expect.stringContaining("newer build")]);
  });
});
