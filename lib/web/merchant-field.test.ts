import { expect, test } from "vitest";
import { takeMerchantField } from "./merchant-field";

function form(...fields: [string, string | File][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

test("the page's merchant is removed from its form, and nothing else", () => {
  const sent = form(["merchant", "mer_1"], ["mode", "test"]);
  expect(takeMerchantField(sent)).toBe("mer_1");
  expect([...sent.keys()]).toEqual(["mode"]);
});

test("no field, several fields and a file give null; several and a file stay, so that the form's schema refuses them (C-5)", () => {
  expect(takeMerchantField(form(["mode", "test"]))).toBeNull();
  expect(takeMerchantField(["merchant"])).toBeNull();
  const twice = form(["merchant", "mer_1"], ["merchant", "mer_2"]);
  const file = form(["merchant", new File(["mer_1"], "merchant")]);
  for (const odd of [twice, file]) {
    expect(takeMerchantField(odd)).toBeNull();
    expect(odd.has("merchant")).toBe(true);
  }
});
