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
  packages: Record<
    string,
    { version?: string; resolved?: string; optional?: boolean; engines?: { node?: string } }
  >;
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

/** Whether a range such as "^20.19.0 || >=22.12" begins no later than this version, in its own major if it says so. */
function accepts(range: string, version: string): boolean {
  return range.split("||").some((part) => {
    const [, sign = "", least = "0"] = /^\s*(\^|~|>=|=|v)?\s*([\d.]+)/.exec(part) ?? [];
    const isInReach = sign === ">=" || numbers(least)[0] === numbers(version)[0];
    return (isInReach || part.trim() === "*") && isAtLeast(version, least);
  });
}

test("Node 20.19 and newer is what is stated everywhere, what runs, and what every package takes (P-3)", () => {
  const project = JSON.parse(readFileSync("package.json", "utf8"));
  const { node } = project.engines;
  expect(node).toBe(">=20.19");
  expect(accepts(node, process.versions.node)).toBe(true);
  for (const version of ["18.20.8", "20.18.9"]) expect(accepts(node, version)).toBe(false);
  for (const page of ["README.md", "docs/operations.md", ".ci/run"])
    expect(readFileSync(page, "utf8"), page).toMatch(/Node 20\.19 or (?:newer|later)/);
  // What is written for a newer Node neither compiles nor is left untranslated.
  expect(project.devDependencies["@types/node"]).toMatch(/^20\./);
  expect(readFileSync("bin/build/build.ts", "utf8")).toContain('target: "node20.19"');
  const asked = Object.entries(lock.packages).filter(([, { optional }]) => !optional);
  const tooNew = asked.flatMap(([path, { engines }]) =>
    ["20.19.0", "22.12.0", "24.0.0"].flatMap((version) =>
      path !== "" && engines?.node && !accepts(engines.node, version)
        ? [`${path} wants ${engines.node}, not ${version}`]
        : [],
    ),
  );
  expect(tooNew).toEqual([]);
});
