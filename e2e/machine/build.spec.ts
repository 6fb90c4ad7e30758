/** The build holds no secrets, no tools and no test code (P-6, L-16, W-15). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@/e2e/fixtures";

const buildDir = process.env.KEYDESK_E2E_BUILD ?? "";

function* filesOf(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield join(entry.parentPath, entry.name);
  }
}

/** What must be in no file that we ship: code for tests and demos, and every secret of this run. */
const unwanted = [
  "lib/testing",
  "a-long-enough-test-password",
  "correct-horse-demo",
  "FAILPOINT",
  "acme.test",
  "fresh.test",
  "startInbox",
  "KEYDESK_E2E",
];

test("the build holds no test code, no demo people, no fail-points and no secret (P-6, L-16, W-15)", () => {
  const secrets = [
    "NEXTAUTH_SECRET",
    "KEY_PEPPERS",
    "PASSWORD_PEPPERS",
    "OTP_PEPPER",
    "DATABASE_URL",
  ];
  const needles = [
    ...unwanted,
    ...secrets.map((name) => process.env[name]?.split(":").at(-1) ?? name),
  ];
  const found: string[] = [];
  let searched = 0;
  for (const file of filesOf(buildDir)) {
    if (file.startsWith(join(buildDir, "node_modules"))) continue;
    // Marks of the servers that run at this moment: they come and go, and are no part of the build.
    if (file.startsWith(join(buildDir, ".users"))) continue;
    const bytes = readFileSync(file);
    searched++;
    for (const needle of needles) if (bytes.includes(needle)) found.push(`${needle} in ${file}`);
  }
  expect(found).toEqual([]);
  expect(searched).toBeGreaterThan(50);
});

test("the build has none of the project's own tools and tests, and no .env file (P-6)", () => {
  const names = readdirSync(buildDir);
  for (const name of ["e2e", "bench", "bin", ".env", ".data", ".git", "test-results", "db"]) {
    expect(names, name).not.toContain(name);
  }
  const modules = join(buildDir, "node_modules");
  const files = [...filesOf(buildDir)].filter((file) => !file.startsWith(modules));
  expect(files.filter((file) => /\.test\.|\.spec\.|\/\.env|playwright|vitest/.test(file))).toEqual(
    [],
  );
});
