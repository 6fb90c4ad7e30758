import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the union has the codes of every room, except the operator's, which reach no page", () => {
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/refusals.ts") && path !== "operator/refusals.ts")
    .map((path) => `lib/${path}`.replace(/\.ts$/, ""));
  const union = readFileSync("lib/web/refusal-code.ts", "utf8");
  const joined = [...union.matchAll(/from "(.+)";/g)].map(([, from = ""]) =>
    from.replace("@/", "").replace("./", "lib/web/"),
  );
  expect(joined.sort()).toEqual(files.sort());
});
