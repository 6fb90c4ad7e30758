/** Bodies that are no form, or no call at all: words, a 4xx or a bodyless 500, and the process lives (D14, W-11, R-18). */
import { expect, test } from "@/e2e/fixtures";
import { boundary, encodeForm, encodeParts, findAction } from "@/e2e/wire/call-action";
import { aCaller, type Caller } from "@/e2e/wire/caller";
import { expectAlive, expectDecision, expectNoFault } from "@/e2e/wire/expect-no-fault";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { hostOf, send, sendBytes, statusOf } from "@/e2e/wire/raw-request";
import { countKeys } from "@/e2e/wire/snapshot";

const action = "generateKeyAction";
const text = "text/plain;charset=UTF-8";
/** "Length Required" for a body that does not say its size, "Content Too Large" for one that does. */
const tooLarge = [411, 413];
let caller: Caller;

test.beforeEach(async () => {
  caller = await aCaller();
});

test.afterEach(async () => {
  expect(await countKeys(caller.member)).toBe(0);
  await expectAlive();
});

test("arguments of every wrong kind are told that the form could not be read", async () => {
  const deep = (levels: number) => `${"[".repeat(levels)}1${"]".repeat(levels)}`;
  const bodies = [
    "[]",
    "[null]",
    "[null,null]",
    "[null,5]",
    '[null,"mode=test"]',
    '[null,{"mode":"test"}]',
    '[null,["$K1"]]',
    '["$K1"]',
    "[true,false,null]",
    `[null,${deep(50)}]`,
    '[null,"$undefined"]',
    '[null,"$NaN"]',
    '[null,"$D2026-01-01T00:00:00.000Z"]',
    '[null,"$n12"]',
    "[1,2,3,4,5,6,7,8,9]",
  ];
  for (const body of bodies) {
    const answer = await caller.call(action, {}, { raw: { type: text, body } });
    expect(answer.state, body).toEqual({
      status: "invalid",
      fields: { "": "This form could not be read." },
    });
  }
});

test("a previous state of any kind is ignored", async () => {
  for (const previous of [
    "5",
    '"x"',
    '{"status":"done","data":{"minted":1}}',
    "[[[]]]",
    '{"__proto__":{"a":1}}',
  ]) {
    const parts = [["_1_mode", "neither"] as const, ["0", `[${previous},"$K1"]`] as const];
    expectDecision(await caller.call(action, {}, { raw: encodeParts(parts) }), previous);
  }
});

test("broken, circular and bottomless Flight bodies end quickly and harm nobody (W-11)", async () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const chain = Array.from(
    { length: 900 },
    (_, index) => [`${index + 1}`, `"$${(index + 2).toString(16)}"`] as const,
  );
  const raws = [
    ...[
      '[null,"$1"]',
      '[null,"$@1"]',
      '"$0"',
      '["$0"]',
      '[null,"$F1"]',
      '[null,"$Q1"]',
      '[null,"$W1"]',
      '[null,"$R1"]',
      '[null,"$T"]',
      '[null,"$B1"]',
      '[null,"$0:constructor:constructor"]',
      '[null,"$1:__proto__:then"]',
      "{",
      "",
      "null",
      "undefined",
      `[null,"$n${"9".repeat(30_000)}"]`,
      deep,
    ].map((body) => ({ type: text, body })),
    encodeParts([
      ["1", '"$@0"'],
      ["0", '["$@1","$1"]'],
    ]),
    encodeParts([...chain, ["0", '[null,"$1"]']]),
    encodeParts([
      ["0", '[null,{"then":"$1:then"}]'],
      ["1", '{"then":"$0"}'],
    ]),
    encodeParts([
      ["1", '{"status":"resolved_model","value":"{}","then":"$1:__proto__:then"}'],
      ["0", '"$@1"'],
    ]),
    encodeParts(Array.from({ length: 1500 }, (_, index) => [`_1_${index}`, "x"] as const)),
    encodeParts([["nothing", "here"]]),
    { type: `multipart/form-data; boundary=${boundary}`, body: "no parts at all" },
    { type: "multipart/form-data", body: encodeForm({}).body },
    { type: "application/json", body: '[null,{"mode":"test"}]' },
    { type: "application/x-www-form-urlencoded", body: "mode=test" },
  ];
  for (const raw of raws) {
    const start = performance.now();
    const label = `${raw.type}: ${raw.body.slice(0, 80)}`;
    expectNoFault(await caller.call(action, {}, { raw }), label);
    expect(performance.now() - start, label).toBeLessThan(5_000);
  }
});

test("an action id that the build does not have is not found", async () => {
  const ids = [
    "x",
    "00".repeat(21),
    "7f".repeat(21),
    "__proto__",
    "constructor",
    "../../etc",
    "0".repeat(4_000),
    "%00",
    `${findAction(action).id}x`,
  ];
  for (const id of ids) {
    const answer = await caller.call(
      { id, name: "unknown", path: "/account-settings/api-keys" },
      fieldsFor(action),
    );
    expectNoFault(answer, id.slice(0, 50));
    expect(`${answer.status}`, id.slice(0, 50)).toMatch(/^40[049]$/);
  }
});

test("a body over 64 kB is refused, with a declared length and in chunks (W-11)", async () => {
  const { type, body } = encodeForm({ ...fieldsFor(action), surplus: "x".repeat(70_000) });
  for (const isChunked of [false, true]) {
    for (const headers of [{}, { "next-action": "" }]) {
      const answer = await caller.call(action, {}, { raw: { type, body }, isChunked, headers });
      expect(tooLarge, JSON.stringify({ isChunked, headers })).toContain(answer.status);
    }
    const plain = { type: text, body: `[null,"${"x".repeat(70_000)}"]` };
    const answer = await caller.call(action, {}, { raw: plain, isChunked });
    expect(tooLarge, `no form, chunked: ${isChunked}`).toContain(answer.status);
  }
});

test("a violation report over 64 kB is refused too, with a declared length and in chunks (W-11)", async () => {
  const body = "x".repeat(200_000);
  for (const isChunked of [false, true]) {
    const answer = await send({ method: "POST", path: "/api/csp-report", body, isChunked });
    expect(tooLarge, `chunked: ${isChunked}`).toContain(answer.status);
  }
});

test("a body that stops half way does nothing", async () => {
  const { type, body } = encodeForm(fieldsFor(action));
  const { id, path } = findAction(action);
  const half = body.slice(0, body.length / 2);
  expectNoFault(
    await caller.call(action, {}, { raw: { type, body: half } }),
    "no closing boundary",
  );
  const host = hostOf(caller.brandHost);
  const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nCookie: ${caller.cookie}\r\nNext-Action: ${id}\r\nContent-Type: ${type}\r\nConnection: close\r\n`;
  const answers = await Promise.all([
    sendBytes(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${half}`),
    sendBytes(`${head}Content-Length: x\r\n\r\n${half}`),
    sendBytes(`${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
    sendBytes(`${head}X-Long: ${"x".repeat(20_000)}\r\n\r\n`),
  ]);
  expect(answers.map(statusOf)).toEqual([400, 400, 400, 431]);
});
