import { describe, expect, test } from "vitest";
import { takeProofFields } from "./proof-fields";

function form(...entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

describe("the code in a form", () => {
  test("is removed, so that the rest fits the form's own strict schema", () => {
    const sent = form(["mode", "test"], ["challengeId", "otc_1"], ["code", "123 456"]);
    expect(takeProofFields(sent)).toEqual({ input: { challengeId: "otc_1", code: "123456" } });
    expect([...sent.keys()]).toEqual(["mode"]);
  });

  test("without a challenge stays an ordinary field", () => {
    const sent = form(["code", "123456"]);
    expect(takeProofFields(sent)).toBeNull();
    expect(sent.get("code")).toBe("123456");
  });

  test.each([
    ["no code", form(["challengeId", "otc_1"])],
    ["two codes", form(["challengeId", "otc_1"], ["code", "1"], ["code", "2"])],
    ["two challenges", form(["challengeId", "otc_1"], ["challengeId", "otc_2"], ["code", "1"])],
    ["a challenge of no known form", form(["challengeId", "../1"], ["code", "1"])],
  ])("%s is answered with a sentence, never an exception", (_title, sent) => {
    expect(takeProofFields(sent)).toHaveProperty("fields");
    expect([...sent.keys()]).toEqual([]);
  });

  test("is null if the argument is no form", () => {
    for (const value of [null, 7, { challengeId: "otc_1" }])
      expect(takeProofFields(value)).toBeNull();
  });
});
