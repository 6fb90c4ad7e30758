/** A log line is one JSON line, and says no secret, whatever it is given (G-3, G-4, G-10). */
import { expect, test } from "vitest";
import { makeLog, secretNames } from "./make-log";

function aLog() {
  const lines: string[] = [];
  const log = makeLog("test", "debug", { write: (line) => void lines.push(line) });
  return { log, lines, said: () => JSON.parse(lines.at(-1) ?? "") };
}

/** What would begin a second line, move a terminal's cursor, or turn the text round. */
const hostile = [
  '"}\n{"level":60,"msg":"planted"}',
  "\r\nlevel=fatal planted",
  "\u001b[2J\u001b]0;planted\u0007",
  "\u009b31m\u0085\u007f",
  "\u2028\u2029\u202e\u2066planted",
  "\u0000\ud800",
  "%0a%0dplanted",
];

test.each(hostile)("a line stays one JSON line, without control characters: %j", (text) => {
  const { log, lines, said } = aLog();
  const cause = Object.assign(new Error(text), { code: text });
  const err = new Error(text, { cause });
  err.name = text;
  log.warn({ path: text, [text]: text, deep: { [text]: [text] }, err }, text);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+\n$/u);
  expect(said()).toMatchObject({ level: 40, service: "test", err: { cause: {} } });
  const readable = text.toWellFormed();
  expect(said().path.toWellFormed()).toBe(readable);
  expect(said().msg.toWellFormed()).toBe(readable);
});

test("a line has an end: long texts are cut, and so is a chain of causes that bites its tail", () => {
  const { log, lines, said } = aLog();
  const err = new Error("x".repeat(100_000));
  err.cause = err;
  const long = "y".repeat(100_000);
  log.error({ err, path: long, csp: { uri: long }, list: Array(1_000).fill(long) }, "long");
  expect(lines[0]?.length).toBeLessThan(64 * 1024);
  expect(said().path).toBe(`${"y".repeat(1_000)}…`);
});

test.each(secretNames)("a field named %s is cut out, at the top and two levels below", (name) => {
  const { log, lines } = aLog();
  log.info({ [name]: "canary", a: { [name]: "canary", b: { [name]: "canary" } } }, "said");
  expect(lines[0]).not.toContain("canary");
});

test("of an error what PostgreSQL and drizzle add to it is left out, because it may quote a query's values", () => {
  const { log, lines, said } = aLog();
  const err = Object.assign(new Error("Failed query: select $1\nparams: canary"), {
    query: "canary",
    params: ["canary"],
    detail: "canary",
    code: "23505",
  });
  log.error({ err }, "failed");
  expect(lines[0]).not.toContain("canary");
  expect(said().err).toMatchObject({ message: "Failed query", sqlstate: "23505" });
});
