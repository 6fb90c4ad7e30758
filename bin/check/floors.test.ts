import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** The oldest versions without a known hole that matters here (SECURITY §1.9, D13). */
const floors: Record<string, string> = {
  next: "16.4.5",
  "next-auth": "4.24.15",
  react: "19.3.1",
  "react-dom": "19.3.1",
  "drizzle-orm": "0.45.2",
  zod: "4.6.7",
  bcryptjs: "3.0.3",
};

interface Lock {
  packages: Record<string, { version?: string; resolved?: string; optional?: boolean }>;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
const numbers = (version: string) => version.split(/[.-]/).slice(0, 3).map(Number);

function isAtLeast(version: string, floor: string): boolean {
  const [have, least] = [numbers(version), numbers(floor)];
  for (let at = 0; at < 3; at++) {
    const difference = (have[at] ?? 0) - (least[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

test.each(Object.entries(floors))("%s is at least %s wherever it is installed", (name, floor) => {
  const installed = Object.entries(lock.packages).filter(([path]) =>
    path.endsWith(`node_modules/${name}`),
  );
  expect(installed.length).toBeGreaterThan(0);
  for (const [, entry] of installed) expect(isAtLeast(entry.version ?? "0", floor)).toBe(true);
});

test("versions are exact, the lock names no registry, and install scripts stay off (P-4)", () => {
  const project = JSON.parse(readFileSync("package.json", "utf8"));
  const asked = {
    ...project.dependencies,
    ...project.devDependencies,
    ...project.optionalDependencies,
  };
  for (const version of Object.values(asked))
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/);
  expect(Object.values(lock.packages).filter((entry) => entry.resolved)).toEqual([]);
  expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
});
