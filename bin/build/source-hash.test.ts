import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sourceHash } from "./source-hash";

/** The project's sources, copied: a test may change them. */
let root = "";
let before = "";

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "keydesk-sources-"));
  const isConfig = (name: string) =>
    /\.config\.\w+$|^(proxy|instrumentation)\.ts$|\.json$/.test(name);
  const folders = ["app", "bin", "components", "db", "lib", "public"].filter(existsSync);
  for (const name of [...folders, ...readdirSync(".").filter(isConfig)])
    cpSync(name, join(root, name), { recursive: true });
  before = await sourceHash("", root);
});
afterAll(() => rmSync(root, { recursive: true }));

/** The hash after a line more in each of these files, which may be new; afterwards they are as they were. */
async function hashWithChanges(...paths: string[]): Promise<string> {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    appendFileSync(join(root, path), "\n");
  }
  const hash = await sourceHash("", root);
  for (const path of paths) {
    if (existsSync(path)) cpSync(path, join(root, path));
    else rmSync(join(root, path));
  }
  return hash;
}

test.each([
  "bin/process/file-lock.ts",
  "bin/build/build.ts",
  "components/ui/button.tsx",
  "app/new.svg",
  "public/new.txt",
  "next.config.mjs",
])("a change of %s makes another build", async (path) => {
  expect(await hashWithChanges(path)).not.toBe(before);
});

test("a change of tests, of what starts them and of their configuration makes none", async () => {
  const unread = ["app/new.test.tsx", "lib/web/web.test.ts", "e2e/new.spec.ts", "bench/new.ts"];
  expect(await hashWithChanges(...unread, "bin/test.ts", "vitest.config.ts")).toBe(before);
});

test("each variant is a build of its own", async () => {
  expect(await sourceHash("bench", root)).not.toBe(before);
});
