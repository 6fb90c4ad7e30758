import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tryLock, unlock } from "@/bin/process/file-lock";
import { demoLock, findDemo, rememberDemo } from "./place";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keydesk-demo-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the demo is found while it runs, and its configuration is its owner's alone", () => {
  expect(findDemo(folder)).toBeNull();
  tryLock(demoLock(folder));
  const forget = rememberDemo({ DATABASE_URL: "postgres://demo" }, "postgres://owner", folder);
  expect(findDemo(folder)).toEqual({ DATABASE_URL: "postgres://demo" });
  // Tests that move a key's times back read the owner's address there.
  const kept = JSON.parse(readFileSync(join(folder, "demo-running.json"), "utf8"));
  expect(kept.DATABASE_URL).toBe("postgres://owner");
  expect(statSync(join(folder, "demo-running.json")).mode & 0o777).toBe(0o600);
  forget();
  expect(findDemo(folder)).toBeNull();
});

test("what a demo that was killed left behind is no demo", () => {
  rememberDemo({ DATABASE_URL: "postgres://demo" }, "postgres://owner", folder);
  expect(findDemo(folder)).toBeNull();
  writeFileSync(demoLock(folder), "999999999 1");
  expect(findDemo(folder)).toBeNull();
  rmSync(demoLock(folder));
  tryLock(demoLock(folder));
  expect(findDemo(folder)).not.toBeNull();
  unlock(demoLock(folder));
  expect(findDemo(folder)).toBeNull();
});
