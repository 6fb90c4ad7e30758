/** The rules that live in the database hold in every version of PostgreSQL that Keydesk supports, 15 to 18. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "playwright/test";
import { readVitest } from "@/bin/check/test-counts";
import { runTool } from "@/bin/process/run-tool";
import { removeEmbedded, startEmbedded } from "@/db/embedded/embedded";
import { migrate } from "@/db/migrate";
import { findPrograms, postgresVersions } from "@/e2e/servers/postgres-programs";
import { queryOnce } from "@/lib/testing/database";

test.describe.configure({ mode: "default" });

/** Migrations and rights, the audit trail, keys from generating to their end, usage, and what the authorizer may. */
const suites = [
  "db/migrate",
  "db/in-words",
  "db/serving-role",
  "lib/audit",
  "lib/api-keys",
  "lib/usage",
  "lib/authorizer/role",
  "lib/authorizer/usage",
  "lib/authorizer/contract",
];

/** Nothing of the stack that the other specs share. */
function environment(programs: string): NodeJS.ProcessEnv {
  const inherited = ["PATH", "HOME", "TMPDIR", "LANG"].map((name) => [name, process.env[name]]);
  return { ...Object.fromEntries(inherited), NODE_ENV: "test", KEYDESK_TEST_POSTGRES: programs };
}

/** What a server of these programs says that it is. */
async function versionOf(programs: string): Promise<string> {
  const server = await startEmbedded({
    dataDir: join(".data", `test-${process.pid}-version`),
    durable: false,
    programs,
  });
  try {
    await migrate(server.url("postgres"));
    const [row] = await queryOnce<{ server_version: string }>(
      server.url("postgres"),
      "show server_version",
    );
    return row?.server_version ?? "";
  } finally {
    await removeEmbedded(server.dataDir);
  }
}

for (const version of postgresVersions) {
  test(`PostgreSQL ${version} is migrated, and keeps keys, rights, usage and the trail as promised`, async () => {
    const found = await findPrograms(version);
    if ("missing" in found) {
      process.stdout.write(`PostgreSQL ${version} is left out: ${found.missing}.\n`);
      return;
    }
    expect(await versionOf(found.folder)).toMatch(new RegExp(`^${version}\\.`));
    const report = join("test-results", `postgres-${version}.json`);
    rmSync(report, { force: true });
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    const { code, stdout, stderr } = await runTool(
      "node_modules/.bin/vitest",
      ["run", "--silent=passed-only", ...reporters, ...suites],
      {
        env: environment(found.folder),
        output: "return",
      },
    );
    expect(code, `${stdout}${stderr}`).toBe(0);
    expect(existsSync(report)).toBe(true);
    const { passed, failed } = readVitest(report, true);
    process.stdout.write(`PostgreSQL ${version}: ${passed} tests passed.\n`);
    expect([failed, passed > 100]).toEqual([0, true]);
  });
}
