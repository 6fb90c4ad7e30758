import { expect, test } from "vitest";
import { countryName } from "./country-name";
import { orgs } from "./orgs";

test("a brand's country has its English name", () => {
  expect(Object.values(orgs).map(countryName)).toEqual(["India", "Malaysia", "India"]);
});
