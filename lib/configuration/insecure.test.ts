/** What production refuses, and what permits it by name (A-10, C-10). */
import { describe, expect, test } from "vitest";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { parseMigrateEnv } from "@/lib/core/env";
import { insecureWarnings } from "@/lib/core/insecure";
import { makeSecrets } from "@/lib/testing/secrets";
import { readConfiguration } from "./read-configuration";

type Source = Record<string, string>;

const secrets = makeSecrets();
const canary = "Canary7f3a9c";
const production: Source = {
  ...secrets,
  NODE_ENV: "production",
  DATABASE_URL: `postgres://u:${canary}@db.example/keydesk?sslmode=verify-full`,
  SMTP_URL: `smtps://u:${canary}@mail.example`,
  SMS_DRIVER: "http",
  SMS_GATEWAY_URL: `https://gateway.example/${canary}`,
  ORG_HOSTS: "razorpay=a.example;curlec=b.example;axis=c.example",
};
const gateway: Source = {
  NODE_ENV: "production",
  AUTHORIZER_DATABASE_URL: production.DATABASE_URL ?? "",
  KEY_PEPPERS: secrets.KEY_PEPPERS,
};
const open = { AUTHORIZER_HOST: "0.0.0.0", AUTHORIZER_TOKEN: "t".repeat(32) };

const dashboard = (more: Source) => readConfiguration({ ...production, ...more });
const authorizer = (more: Source) => parseAuthorizerEnv({ ...gateway, ...more });
const migrating = (more: Source) => parseMigrateEnv({ ...production, ...more });

type Case = [permit: string, read: (more: Source) => unknown, more: Source, said: RegExp];
const refused: Record<string, Case> = {
  "mail without TLS": [
    "smtp",
    dashboard,
    { SMTP_URL: "smtp://mail.example:587" },
    /SMTP_URL leads/,
  ],
  "mail whose server proves nothing": [
    "smtp",
    dashboard,
    { SMTP_URL: "smtps://mail.example?tls.rejectUnauthorized=false" },
    /SMTP_URL leads/,
  ],
  "an SMS gateway without TLS": [
    "sms",
    dashboard,
    { SMS_GATEWAY_URL: "http://gateway.example/send" },
    /SMS_GATEWAY_URL leads/,
  ],
  "a second SMS gateway without TLS": [
    "sms",
    dashboard,
    { SMS_FALLBACK_DRIVER: "http", SMS_FALLBACK_GATEWAY_URL: "http://10.0.0.7/send" },
    /SMS_FALLBACK_GATEWAY_URL leads/,
  ],
  "a database without TLS": [
    "database",
    dashboard,
    { DATABASE_URL: "postgres://u@db.example/keydesk" },
    /DATABASE_URL leads/,
  ],
  "a signal of changed SIMs without TLS": [
    "sms",
    dashboard,
    { SMS_SIM_SWAP_URL: "http://swap.example/check" },
    /SMS_SIM_SWAP_URL leads/,
  ],
  "migrating without TLS": [
    "database",
    migrating,
    { MIGRATE_DATABASE_URL: "postgres://o@db.example/keydesk" },
    /MIGRATE_DATABASE_URL leads/,
  ],
  "the authorizer's database without TLS": [
    "database",
    authorizer,
    { AUTHORIZER_DATABASE_URL: "postgres://u@db.example/keydesk" },
    /AUTHORIZER_DATABASE_URL leads/,
  ],
  "an authorizer on a network without TLS": [
    "authorizer",
    authorizer,
    open,
    /AUTHORIZER_TLS_CERT is/,
  ],
  "brands at localhost": [
    "localhost",
    dashboard,
    { ORG_HOSTS: "" },
    /ORG_HOSTS leaves razorpay, curlec, axis at localhost/,
  ],
  "one brand at localhost": [
    "localhost",
    dashboard,
    { ORG_HOSTS: "razorpay=a.example;curlec=b.example" },
    /ORG_HOSTS leaves axis at localhost/,
  ],
};

const names = ["smtp", "sms", "database", "authorizer", "localhost"];

describe("production refuses", () => {
  test("nothing of an installation that is as it should be", () => {
    expect(dashboard({})).toBeTruthy();
    expect(authorizer({})).toBeTruthy();
    expect(migrating({})).toBeTruthy();
  });

  test.each(Object.entries(refused))(
    "%s, unless its name permits it",
    (_, [permit, read, more, said]) => {
      expect(() => read(more)).toThrow(said);
      expect(() => read(more)).not.toThrow(canary);
      for (const name of names) {
        const permitted = () => read({ ...more, ALLOW_INSECURE: name });
        if (name === permit) expect(permitted()).toBeTruthy();
        else expect(permitted, name).toThrow(said);
      }
      expect(read({ ...more, ALLOW_INSECURE: names.join(", ") })).toBeTruthy();
    },
  );

  test.each([
    { SMTP_URL: "smtp://mail.example:587?requireTLS=true" },
    { SMTP_URL: "smtp://127.0.0.1:25" },
    { SMS_GATEWAY_URL: "http://127.0.0.1:13013/cgi-bin/sendsms?to={{to}}" },
    { ORG_HOSTS: "razorpay=a.example;curlec=;axis=" },
  ])("not %j", (more) => {
    expect(dashboard(more as unknown as Source)).toBeTruthy();
  });

  test("the stand-in phone whatever is permitted", () => {
    for (const prefix of ["SMS_", "SMS_FALLBACK_"]) {
      const inbox = {
        [`${prefix}DRIVER`]: "inbox",
        [`${prefix}GATEWAY_URL`]: "http://127.0.0.1:1/m",
      };
      for (const ALLOW_INSECURE of ["", names.join(",")])
        expect(() => dashboard({ ...inbox, ALLOW_INSECURE })).toThrow(
          `${prefix}DRIVER cannot be inbox`,
        );
    }
    expect(() => dashboard({ ALLOW_INSECURE: "smtp,inbox" })).toThrow(
      /ALLOW_INSECURE must name some/,
    );
  });

  test("several at once, all told", () => {
    const all = Object.values(refused).filter(([, read]) => read === dashboard);
    const together = Object.assign({}, ...all.map(([, , more]) => more));
    for (const name of ["SMTP_URL", "SMS_GATEWAY_URL", "DATABASE_URL", "ORG_HOSTS"])
      expect(() => dashboard(together)).toThrow(name);
  });
});

test("a demo may have its stand-in phone and its hosts, and nothing that leaves the machine", () => {
  const demo = {
    KEYDESK_DEMO: "1",
    ORG_HOSTS: "",
    SMS_DRIVER: "inbox",
    SMS_GATEWAY_URL: "http://127.0.0.1:3200/messages",
  };
  expect(dashboard(demo)).toBeTruthy();
  expect(() => dashboard({ ...demo, SMTP_URL: "smtp://mail.example" })).toThrow(/SMTP_URL leads/);
  const plain = "postgres://u@db.example/keydesk";
  expect(() => dashboard({ ...demo, DATABASE_URL: plain })).toThrow(/DATABASE_URL leads/);
});

test("outside production only the authorizer's own port is minded", () => {
  const NODE_ENV = "development";
  for (const [permit, read, more] of Object.values(refused)) {
    if (permit === "authorizer") expect(() => read({ ...more, NODE_ENV })).toThrow();
    else expect(read({ ...more, NODE_ENV })).toBeTruthy();
  }
});

test("each thing that is permitted is a warning that says what it means", () => {
  const warnings = insecureWarnings(dashboard({ ALLOW_INSECURE: names.join(",") }));
  expect(warnings).toHaveLength(names.length);
  for (const [index, name] of names.entries())
    expect(warnings[index]).toMatch(new RegExp(`^ALLOW_INSECURE permits ${name}: .*\\.$`));
  expect(migrating({ ALLOW_INSECURE: "database" }).warnings).toHaveLength(1);
  expect(insecureWarnings(dashboard({}))).toEqual([]);
});
