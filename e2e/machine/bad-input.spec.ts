/** Malformed fields, for every field of every action: a clear answer, and nothing changes (D14, C-5, O-9, R-18). */
import fc from "fast-check";
import { expect, test } from "@/e2e/fixtures";
import { type ActionAnswer, boundary, type Field } from "@/e2e/wire/call-action";
import { aCaller, type Caller } from "@/e2e/wire/caller";
import { expectAlive, expectDecision } from "@/e2e/wire/expect-no-fault";
import { fieldsFor, type KnownAction, knownActions } from "@/e2e/wire/known-actions";
import { snapshotOf } from "@/e2e/wire/snapshot";

let caller: Caller;
let before: string;

test.beforeEach(async () => {
  caller = await aCaller({ mobile: true, otp: true });
  // With a key there already, even a well-formed call of any action here would be refused.
  await caller.call("generateKeyAction", fieldsFor("generateKeyAction"));
  before = await snapshotOf(caller.member);
});

test.afterEach(async () => {
  expect(await snapshotOf(caller.member)).toBe(before);
  await expectAlive();
});

/** Their form is that of turnOnTwoStepAction, made by the same function; each password costs a bcrypt compare. */
const sameForm: readonly KnownAction[] = [
  "remakeRecoveryCodesAction",
  "removeAuthenticatorAction",
  "setUpAuthenticatorAction",
  "turnOffTwoStepAction",
];

/** Every field of every action, with the well-formed others beside it. */
function everyField() {
  const different = knownActions.filter((action) => !sameForm.includes(action));
  return different.flatMap((action) => {
    const fields = Object.entries({ ...fieldsFor(action), ...optional[action] });
    return fields.map(([name]) => ({ action, name, fields: fields as Field[] }));
  });
}

const optional: Partial<Record<KnownAction, Record<string, string>>> = {
  generateKeyAction: { challengeId: "otc_none", code: "000000" },
  resendLoginCodeAction: { challengeId: "otc_none" },
  // No public address, so the form is refused whatever stands in its other fields.
  submitWebsiteAction: { url: "https://localhost" },
};

/** Replaces one field (by none, one or several) in every action, all at once, and hands the answers over. */
async function forEveryField(
  replace: (name: string, value: string) => Field[],
  check: (answer: ActionAnswer, label: string, name: string) => void,
) {
  const calls = everyField().map(async ({ action, name, fields }) => {
    const sent = fields.flatMap(([field, value]) =>
      field === name ? replace(field, value as string) : [[field, value] as const],
    );
    check(await caller.call(action, sent), `${action}.${name}`, name);
  });
  await Promise.all(calls);
}

/** Without its challenge a code is a field that the form does not know. */
const isChallengeOfCode = (label: string) => /^confirmMobile\w*\.challengeId$/.test(label);

test("a missing field is named, in one sentence", async () => {
  const mayBeMissing =
    /^(generateKeyAction\.(challengeId|code)|resendLoginCodeAction\.challengeId)$/;
  await forEveryField(
    () => [],
    (answer, label, name) => {
      if (mayBeMissing.test(label)) return;
      const field = isChallengeOfCode(label) ? "" : name;
      const sentence = { [field]: expect.stringMatching(/^[A-Z].*\.$/) };
      expect(answer.state, label).toEqual({ status: "invalid", fields: sentence });
    },
  );
});

test("a field that is far too long is named, and never echoed", async () => {
  await forEveryField(
    (name) => [[name, "A".repeat(20_000)]],
    (answer, label, name) => {
      expect(answer.state, label).toEqual({
        status: "invalid",
        fields: { [name]: expect.any(String) },
      });
      expect(answer.body, label).not.toContain("AAAA");
    },
  );
});

test("a repeated field, and a file where text belongs, make the form unreadable", async () => {
  const unreadable = { status: "invalid", fields: { "": "This form could not be read." } };
  for (const replace of [
    (name: string, value: string): Field[] => [
      [name, value],
      [name, value],
    ],
    (name: string, value: string): Field[] => [[name, { file: value }]],
  ]) {
    await forEveryField(replace, (answer, label) =>
      expect(answer.state, label).toEqual(unreadable),
    );
  }
});

test("empty and outlandish text in any field is refused in words", async () => {
  test.slow();
  const texts = [
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\r\nX: y",
    "\u202e\u200b🗝️",
    "__proto__",
    "$K1",
    "' or 1=1 --",
    "-1",
    "1e999",
    "NaN",
    "+275760-09-13T00:00:00.000Z",
    "-000001-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
  ];
  const mayBeAnything = ["changeNameAction.name", "signUpAction.password"];
  const failed: string[] = [];
  for (const text of texts) {
    await forEveryField(
      (name) => [[name, text]],
      (answer, label) => {
        if (mayBeAnything.includes(label) && answer.state?.status === "done") return;
        if (answer.state?.status === "failed") failed.push(`${label} = ${JSON.stringify(text)}`);
        else expectDecision(answer, `${label} = ${JSON.stringify(text)}`);
      },
    );
  }
  expect(failed).toEqual([]);
  // The name goes back to what it was.
  await caller.call("changeNameAction", { name: caller.member.name });
});

test("names that objects have by birth are unknown fields like any other", async () => {
  for (const name of [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "",
    "mode.mode",
    "mode[]",
  ]) {
    const fields = Object.entries(fieldsFor("generateKeyAction")) as Field[];
    const { state } = await caller.call("generateKeyAction", [...fields, [name, "x"]]);
    expect(state, name).toMatchObject({ status: "invalid" });
  }
});

test("bytes that are no UTF-8 are refused in words", async () => {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="_1_keyId"\r\n\r\n`;
  const tail = `\r\n--${boundary}\r\nContent-Disposition: form-data; name="_1_mode"\r\n\r\ntest\r\n--${boundary}\r\nContent-Disposition: form-data; name="0"\r\n\r\n[null,"$K1"]\r\n--${boundary}--\r\n`;
  const body = Buffer.concat([
    Buffer.from(head),
    Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
    Buffer.from(tail),
  ]);
  const raw = { type: `multipart/form-data; boundary=${boundary}`, body };
  expectDecision(await caller.call("deactivateKeyAction", {}, { raw }), "invalid UTF-8");
});

test("whatever the fields hold, no action fails (fuzz)", async () => {
  const name = fc.constantFrom(
    "mode",
    "keyId",
    "requestId",
    "choice",
    "until",
    "challengeId",
    "code",
    "purpose",
    "mobile",
    "email",
  );
  const text = fc.string({ unit: "binary", maxLength: 300 });
  const form = fc.array(
    fc.tuple(name, fc.oneof(text, fc.constantFrom("test", "live", "now", "000000"))),
    { maxLength: 6 },
  );
  const action = fc.constantFrom(
    ...knownActions.filter((known) => known !== "logOutAction" && known !== "startOverAction"),
  );
  const property = fc.asyncProperty(action, form, async (known, fields) => {
    expectDecision(await caller.call(known, [...fields, ["surplus", "x"]]), known);
    if (known !== "switchModeAction")
      expectDecision(await caller.call(known, [["code", "x"], ...fields]), known);
  });
  const seed = Number(process.env.KEYDESK_SEED ?? Date.now() % 2 ** 31);
  await fc.assert(property, { numRuns: 60, seed, endOnFailure: true });
});
