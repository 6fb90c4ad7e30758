import { describe, expect, test } from "vitest";
import { parseAuthorizerEnv } from "./authorizer-env";

const strong = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
const good = () => ({
  AUTHORIZER_DATABASE_URL: "postgres://authorizer@127.0.0.1/keydesk",
  KEY_PEPPERS: `a:${strong()}`,
});

describe("the authorizer's configuration (C-10)", () => {
  test("needs two values, and none of the dashboard's secrets", () => {
    expect(parseAuthorizerEnv(good())).toMatchObject({
      AUTHORIZER_HOST: "127.0.0.1",
      AUTHORIZER_PORT: 3100,
      AUTHORIZER_CACHE_KEYS: 100_000,
      AUTHORIZER_TOKEN: [],
      AUTHORIZER_TRUSTED_HOPS: 0,
    });
  });

  test.each([
    ["AUTHORIZER_DATABASE_URL", ""],
    ["AUTHORIZER_DATABASE_URL", "mysql://x"],
    ["KEY_PEPPERS", ""],
    ["KEY_PEPPERS", "a:weak"],
    ["AUTHORIZER_TOKEN", "short"],
    ["AUTHORIZER_FLUSH_SECONDS", "0"],
    ["AUTHORIZER_CACHE_KEYS", "many"],
    ["AUTHORIZER_TRUSTED_HOPS", "-1"],
  ])("%s=%j stops the start with a sentence that names it", (name, value) => {
    expect(() => parseAuthorizerEnv({ ...good(), [name]: value })).toThrow(
      new RegExp(`^Keydesk cannot start: ${name} `),
    );
  });

  test("needs a token to listen on an address other than loopback", () => {
    const open = { ...good(), AUTHORIZER_HOST: "0.0.0.0" };
    expect(() => parseAuthorizerEnv(open)).toThrow(/AUTHORIZER_TOKEN/);
    const plain = { ...open, ALLOW_INSECURE: "authorizer" };
    expect(() => parseAuthorizerEnv(plain)).toThrow(/AUTHORIZER_TOKEN/);
    expect(parseAuthorizerEnv({ ...plain, AUTHORIZER_TOKEN: "t".repeat(32) })).toBeTruthy();
  });
});
