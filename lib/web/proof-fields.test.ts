import { describe, expect, test } from "vitest";
import { takeProofFields } from "./proof-fields";

function form(...entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe("the code that a form brings for a step-up", () => {
  test("is taken out, so that what is left fits the form's own strict schema", () => {
    const sent = form(["mode", "test"], ["challengeId", "otc_1"], ["code", "123 456"]);
    expect(takeProofFields(sent)).toEqual({ input: { challengeId: "otc_1", code: "123456" } });
    expect([...sent.keys()]).toEqual(["mode"]);
  });

  test("a code that names no challenge stays a field of the form", () => {
    const sent = form(["code", "123456"]);
    expect(takeProofFields(sent)).toBeNull();
    expect(sent.get("code")).toBe("123456");
  });

  test.each([
    ["no code", form(["challengeId", "otc_1"])],
    ["two codes", form(["challengeId", "otc_1"], ["code", "1"], ["code", "2"])],
    ["two challenges", form(["challengeId", "otc_1"], ["challengeId", "otc_2"], ["code", "1"])],
    ["a challenge of no known form", form(["challengeId", "../1"], ["code", "1"])],
  ])("%s is said in a sentence, never an exception", (_title, sent) => {
    expect(takeProofFields(sent)).toHaveProperty("fields");
    expect([...sent.keys()]).toEqual([]);
  });

  test("there is none in what is no form", () => {
    for (const value of [null, 7, { challengeId: "otc_1" }])
      expect(takeProofFields(value)).toBeNull();
  });
});
