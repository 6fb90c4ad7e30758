import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./security-headers";

const production =
  "default-src 'self'; script-src 'self' 'nonce-n1' 'strict-dynamic'; style-src 'self' 'nonce-n1'; " +
  "style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; " +
  "base-uri 'none'; frame-ancestors 'none'; form-action 'self'; report-uri /api/csp-report";

test("in production no code is evaluated, and nothing inline works without the nonce (W-3)", () => {
  expect(contentSecurityPolicy("n1")).toBe(production);
});

test("development allows what hot reload needs, and nothing else", () => {
  const development = production
    .replace("'strict-dynamic'", "'strict-dynamic' 'unsafe-eval'")
    .replace("style-src 'self' 'nonce-n1'", "style-src 'self' 'unsafe-inline'");
  expect(contentSecurityPolicy("n1", true)).toBe(development);
});
