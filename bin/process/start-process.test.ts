import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeCleanups, startTogether } from "./cleanups";
import { isAlive } from "./is-alive";
import { makeOwnFolder } from "./own-folder";
import { findFreePort, isListening } from "./ports";
import { runTool } from "./run-tool";
import { startProcess, statusOf } from "./start-process";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keydesk-process-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program in JavaScript that is ready once it has said so. */
function start(script: string, more: { onLine?: (line: string) => void; timeoutMs?: number } = {}) {
  const logFile = join(folder, "log");
  return startProcess({
    name: "It",
    command: process.execPath,
    args: ["-e", script],
    env: { GIVEN: "yes" },
    logFile,
    isReady: () => readFileSync(logFile, "utf8").includes("ready"),
    readyTimeoutMs: more.timeoutMs ?? 20_000,
    onLine: more.onLine,
  });
}

test("a server is ready on return, has nothing of its starter's environment, and ends when it is stopped", async () => {
  const port = await findFreePort();
  const script = `require("node:http").createServer((_, answer) => answer.writeHead(process.env.HOME ? 500 : 204).end())
    .listen(${port}, "127.0.0.1", () => console.log(process.env.GIVEN, "ready"))`;
  const lines: string[] = [];
  const server = await start(script, { onLine: (line) => lines.push(line) });
  expect(lines).toEqual(["yes ready"]);
  expect(await statusOf(`http://127.0.0.1:${port}`)).toBe(204);
  expect(await isListening(port)).toBe(true);
  await server.stop();
  await server.exited;
  expect(isAlive(server.pid)).toBe(false);
  expect(await isListening(port)).toBe(false);
});

test("one that ends, or takes too long, or does not exist, is said with what it said last", async () => {
  await expect(start('console.log("no key"); process.exit(3)')).rejects.toThrow(
    "It did not start:\nno key",
  );
  const pidFile = join(folder, "pid");
  const slow = `require("node:fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => 0, 1000)`;
  await expect(start(slow, { timeoutMs: 2_000 })).rejects.toThrow("It was not ready in time:\n");
  expect(isAlive(Number(readFileSync(pidFile, "utf8")))).toBe(false);
  const nothing = { name: "It", command: join(folder, "none"), args: [], env: {} };
  await expect(
    startProcess({ ...nothing, logFile: join(folder, "log"), isReady: () => true }),
  ).rejects.toThrow(/It could not be started: .*ENOENT/);
});

test("a tool's end, output and failure to start are told", async () => {
  const script = 'console.log("out"); console.error("err"); process.exit(2)';
  const ran = await runTool(process.execPath, ["-e", script], { output: "return" });
  expect(ran).toEqual({ code: 2, stdout: "out\n", stderr: "err\n" });
  expect((await runTool(join(folder, "none"), [], { output: "return" })).code).toBe(-1);
});

test("what was started together ends together, last first, also when a part fails", async () => {
  const ends: string[] = [];
  const part = async (name: string) => ({ stop: async () => ends.push(name) });
  const both = startTogether(async ({ keep }) => {
    await keep(part("first"));
    await keep(part("second"));
    throw new Error("third");
  });
  await expect(both).rejects.toThrow("third");
  expect(ends).toEqual(["second", "first"]);
  const cleanups = makeCleanups();
  cleanups.add(() => ends.push("always"));
  cleanups.add(() => Promise.reject(new Error("one fails")));
  await expect(cleanups.run()).rejects.toThrow("one fails");
  expect(ends.at(-1)).toBe("always");
});

test("a folder of a process that has ended is removed by the next", () => {
  const { folder: own, remove } = makeOwnFolder("own-folder-test");
  const dead = own.replace(/\d+-\w+$/, "999999999-dead");
  writeFileSync(dead, "");
  const second = makeOwnFolder("own-folder-test");
  expect([existsSync(own), existsSync(dead)]).toEqual([true, false]);
  second.remove();
  remove();
  expect(existsSync(own)).toBe(false);
  rmSync(dirname(own), { recursive: true });
});
