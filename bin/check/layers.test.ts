import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findFaults, findUnused } from "./find-faults";
import { followImports, listSources, readImports, readTree } from "./read-imports";

const imports = readTree();

describe("the table of layers", () => {
  test("holds for every import of the tree, types and tests included", () => {
    expect(imports.length).toBeGreaterThan(3_000);
    expect(findFaults(imports)).toEqual([]);
  });

  test("allows nothing that nobody uses, and no value where types are enough", () => {
    expect(findUnused(imports)).toEqual([]);
  });
});

describe("each kind of fault is found", () => {
  test.each([
    ["a value", "lib/otp/a.ts", 'import { a } from "@/lib/team/b";', "may not import lib/team"],
    ["a type", "lib/otp/a.ts", 'import type { A } from "@/lib/team/b";', "not even a type"],
    [
      "a type in braces, which leaves an import behind",
      "lib/authorizer/a.ts",
      'import { type A } from "@/lib/orgs/org";',
      "as a value",
    ],
    [
      "a value where only types may be",
      "components/team/a.tsx",
      'import { a } from "@/lib/team/b";',
      "as a value",
    ],
    [
      "what is passed on",
      "lib/core/a.ts",
      'export { a } from "@/lib/team/b";',
      "may not import lib/team",
    ],
    ["everything passed on", "lib/core/a.ts", 'export * from "@/db/client";', "may not import db"],
    [
      "a type passed on",
      "lib/core/a.ts",
      'export type { A } from "@/db/client";',
      "not even a type",
    ],
    [
      "an import for its effect",
      "lib/core/a.ts",
      'import "@/lib/web/actor";',
      "may not import lib/web",
    ],
    [
      "a dynamic import",
      "lib/core/a.ts",
      'const a = await import("@/lib/web/actor");',
      "may not import lib/web",
    ],
    [
      "the type of an import",
      "lib/core/a.ts",
      'type A = import("@/lib/web/actor").A;',
      "not even a type",
    ],
    ["a computed import", "lib/core/a.ts", "const a = await import(name);", "cannot be read"],
    [
      "an import upwards",
      "lib/otp/a.ts",
      'import { a } from "../team/b";',
      "may not import lib/team",
    ],
    ["require", "lib/core/a.ts", 'const a = require("@/db/client");', "may not import db"],
    [
      "a require of one's own making",
      "lib/core/a.ts",
      'const a = createRequire("/").resolve("pg");',
      "the package pg",
    ],
    [
      "a test of a page's file",
      "lib/web/a.test.ts",
      'import { a } from "@/app/layout";',
      "tests may not import app",
    ],
    [
      "a mock of one",
      "lib/web/a.test.ts",
      'vi.mock("@/components/ui/alert");',
      "tests may not import components/ui",
    ],
    [
      "Next in the domain",
      "lib/otp/a.ts",
      'import { headers } from "next/headers";',
      "the package next",
    ],
    [
      "React in the domain",
      "lib/otp/a.ts",
      'import type { ReactNode } from "react";',
      "the package react",
    ],
    [
      "next-auth outside the web",
      "components/ui/a.tsx",
      'import { signIn } from "next-auth/react";',
      "the package next-auth",
    ],
    [
      "SQL in a page",
      "app/page.tsx",
      'import { eq } from "drizzle-orm";',
      "the package drizzle-orm",
    ],
    ["SQL in the web", "lib/web/a.ts", 'import { Pool } from "pg";', "the package pg"],
    [
      "mail outside the worker",
      "lib/outbox/a.ts",
      'import { createTransport } from "nodemailer";',
      "the package nodemailer",
    ],
    [
      "a development package",
      "lib/core/a.ts",
      'import fc from "fast-check";',
      "the package fast-check",
    ],
    [
      "a folder of lib without a row",
      "lib/other/a.ts",
      'import { a } from "@/lib/core/ids";',
      "the folder of lib/other/a.ts",
    ],
    [
      "an import from such a folder",
      "lib/otp/a.ts",
      'import { a } from "@/lib/other/b";',
      "the folder of lib/other/b",
    ],
    ["a file beside the rooms", "lib/a.ts", 'import { z } from "zod";', "the folder of lib/a.ts"],
  ])("%s", (_, path, source, words) => {
    const faults = findFaults(readImports(path, `\n${source}\n`));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`${path}:2: `);
    expect(faults[0]).toContain(words);
  });

  test("and what is allowed is no fault", () => {
    const source = [
      'import { readFileSync } from "node:fs";',
      'import type { Team } from "@/lib/team/team-view";',
      'import { useState } from "react";',
      'import { useAgo } from "./use-ago";',
      'export type { Mode } from "@/lib/core/mode";',
    ];
    expect(findFaults(readImports("components/team/a.tsx", source.join("\n")))).toEqual([]);
  });

  test("an entry that nobody uses is named, and one that types would do for", () => {
    const some = readImports("lib/websites/a.ts", 'import type { Org } from "@/lib/orgs/org";');
    const unused = findUnused(some);
    expect(unused).toContain("lib/websites: trail");
    expect(unused).toContain("lib/websites: ground");
    expect(unused).toContain("zod: lib/core");
  });
});

describe("what comes in with a program, to the end of the chain", () => {
  test("the authorizer has no configuration of the dashboard, no pool, no hashing of passwords, and of keys the secret's form alone", () => {
    const { files, packages } = followImports(["bin/authorizer"], imports);
    expect(files).toContain("lib/authorizer/judge");
    for (const file of ["lib/core/env", "db/client"]) expect(files).not.toContain(file);
    expect(files.filter((file) => file.startsWith("lib/api-keys/"))).toEqual([
      "lib/api-keys/secret",
    ]);
    expect(
      files.filter((file) => /^(app|components|lib\/(web|passwords|testing))\//.test(file)),
    ).toEqual([]);
    expect(packages).toContain("pg");
    expect(packages).not.toContain("bcryptjs");
  });

  test("what merchants use needs no development package and nothing of the tests", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const programs = ["proxy", "instrumentation", "bin/authorizer", "bin/worker", "bin/keydesk"];
    const pages = listSources().filter((path) => path.startsWith("app/"));
    const entries = [...programs, ...pages.map((path) => path.replace(/\.\w+$/, ""))];
    const { files, packages } = followImports(entries, imports);
    expect(files).toContain("lib/passwords/bcrypt-pool");
    expect(files.filter((file) => /^(e2e|bench|lib\/testing)\//.test(file))).toEqual([]);
    const unknown = packages.filter((name) => !name.startsWith("node:") && !dependencies[name]);
    expect(unknown).toEqual([]);
  });
});
