import { describe, expect, test } from "vitest";
import { parseEnv } from "./env";

const strong = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
const good = () => ({
  DATABASE_URL: "postgres://user@127.0.0.1/keydesk",
  NEXTAUTH_SECRET: strong(),
  KEY_PEPPERS: `a:${strong()}`,
  PASSWORD_PEPPERS: `b:${strong()},a:${strong()}`,
  OTP_PEPPER: strong(),
  SMS_DRIVER: "http",
  SMS_GATEWAY_URL: "https://gateway.example/send",
});

describe("the configuration (C-10)", () => {
  test("is read with its defaults, the first pepper being the current one", () => {
    const env = parseEnv(good());
    expect(env).toMatchObject({
      OTP_RESEND_SECONDS: 30,
      OTP_SENDS_PER_HOUR: 5,
      OTP_SENDS_PER_DAY: 10,
      SESSIONS_PER_USER: 5,
    });
    expect(env.PASSWORD_PEPPERS.current).toBe("b");
    expect(env.PASSWORD_PEPPERS.ring.size).toBe(2);
  });

  test.each(Object.keys(good()))(
    "a missing %s stops the start with a sentence that names it",
    (name) => {
      expect(() => parseEnv({ ...good(), [name]: "" })).toThrow(
        new RegExp(`^Keydesk cannot start: ${name} `),
      );
    },
  );

  test("the sink of audit heads is a file or https, and goes with keys (G-8)", () => {
    const keys = `a:${strong()}`;
    const sinkAt = (AUDIT_SINK_URL: string) => () =>
      parseEnv({ ...good(), AUDIT_SIGNING_KEYS: keys, AUDIT_SINK_URL });
    for (const url of ["file:///var/heads.jsonl", "https://sink.example/h", "http://127.0.0.1:9/h"])
      expect(sinkAt(url)().AUDIT_SINK_URL).toBe(url);
    for (const url of ["http://sink.example/h", "heads.jsonl", "file:heads", "ftp://sink.example/"])
      expect(sinkAt(url), url).toThrow("AUDIT_SINK_URL");
    expect(() => parseEnv({ ...good(), AUDIT_SINK_URL: "https://sink.example/h" })).toThrow(
      "AUDIT_SIGNING_KEYS is missing",
    );
    expect(sinkAt("")).toThrow("AUDIT_SINK_URL is missing");
  });

  test.each(["NEXTAUTH_SECRET", "OTP_PEPPER", "SEALING_KEYS", "KEY_PEPPERS", "PASSWORD_PEPPERS"])(
    "a weak %s is refused and never quoted",
    (name) => {
      const weak = Buffer.alloc(32, "weakling").toString("base64");
      const value = name.endsWith("PEPPERS") ? `a:${weak}` : weak;
      expect(() => parseEnv({ ...good(), [name]: value })).toThrow(name);
      expect(() => parseEnv({ ...good(), [name]: value })).not.toThrow(weak);
      expect(() => parseEnv({ ...good(), [name]: "changeme" })).toThrow(name);
    },
  );
});
