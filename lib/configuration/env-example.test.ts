/**
 * Every variable of `.env.example` with a value that cannot be right (C-10). A variable that has no row here, or a row
 * that no variable has, fails.
 */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { findBrowser } from "@/bin/check/find-browser";
import { readSettings } from "@/bin/demo/settings";
import { keydesk } from "@/bin/keydesk/program";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { parseMigrateEnv } from "@/lib/core/env";
import { makeSecrets } from "@/lib/testing/secrets";
import {
  canary,
  neverWrong,
  wrongValues as rows,
  type WrongValue,
} from "@/lib/testing/wrong-values";
import {
  readConfiguration,
  readDashboardConfiguration,
  readWorkerConfiguration,
} from "./read-configuration";

type Source = Record<string, string>;

const { NEXTAUTH_SECRET, KEY_PEPPERS, PASSWORD_PEPPERS, OTP_PEPPER } = makeSecrets();
const good: Record<"dashboard" | "authorizer", Source> = {
  dashboard: {
    DATABASE_URL: "postgres://user@127.0.0.1/keydesk",
    NEXTAUTH_SECRET,
    KEY_PEPPERS,
    PASSWORD_PEPPERS,
    OTP_PEPPER,
    SMS_DRIVER: "http",
    SMS_GATEWAY_URL: "https://gateway.example/send",
    SMTP_URL: "smtps://mail.example",
    HOSTNAME: "127.0.0.1",
    PORT: "0",
  },
  authorizer: { AUTHORIZER_DATABASE_URL: "postgres://user@127.0.0.1/keydesk", KEY_PEPPERS },
};

/** What a program says when it is started with this on top of what is right; empty: nothing is wrong. */
const programs = {
  dashboard: (wrong: Source) =>
    whatIsSaid(() => readDashboardConfiguration({ ...good.dashboard, ...wrong })),
  worker: (wrong: Source) =>
    whatIsSaid(() => readWorkerConfiguration({ ...good.dashboard, ...wrong })),
  migrate: (wrong: Source) => whatIsSaid(() => parseMigrateEnv({ ...good.dashboard, ...wrong })),
  authorizer: (wrong: Source) =>
    whatIsSaid(() => parseAuthorizerEnv({ ...good.authorizer, ...wrong })),
  command: (wrong: Source) => withEnvironment(wrong, tellCommand),
  demo: (wrong: Source) => withEnvironment(wrong, () => whatIsSaid(readSettings)),
  tests: (wrong: Source) => withEnvironment(wrong, () => whatIsSaid(findBrowser)),
};

async function whatIsSaid(read: () => unknown): Promise<string> {
  try {
    await read();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

async function tellCommand(): Promise<string> {
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  expect(await keydesk(["merchant", "list"])).toBe(2);
  return said.mock.calls.map(([text]) => text).join("");
}

async function withEnvironment<T>(wrong: Source, work: () => Promise<T>): Promise<T> {
  for (const [name, value] of Object.entries(wrong)) vi.stubEnv(name, value);
  return work();
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Those that have a line, commented out or not, and those that the last part lists. */
function namesInExample(): string[] {
  const text = readFileSync(".env.example", "utf8");
  const [lines = "", others = ""] = text.split("--- Set by others");
  const assigned = [...lines.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  const listed = others.matchAll(/^# ([A-Z][A-Z0-9_, ]+)/gm);
  const named = [...listed].flatMap(([, names = ""]) => names.match(/[A-Z][A-Z0-9_]{3,}/g) ?? []);
  return [...new Set([...assigned, ...named])].filter((name) => name !== undefined);
}

const sentence = (name: string) => new RegExp(`(^|[:.] |Port )${name} [^.]*`);

describe("every variable of .env.example", () => {
  test("has a row here, as has every one that is read", async () => {
    const known = [...Object.keys(rows), ...neverWrong];
    const example = namesInExample();
    const read = [
      ...Object.keys(readConfiguration(good.dashboard)),
      ...Object.keys(parseAuthorizerEnv(good.authorizer)),
    ];
    expect(example.length).toBeGreaterThan(50);
    expect([...example, ...read].filter((name) => !known.includes(name))).toEqual([]);
    // The fallback gateway has the settings of the first.
    const shown = (name: string) => example.includes(name.replace("_FALLBACK", ""));
    expect(known.filter((name) => !shown(name))).toEqual([]);
  });

  test("what all rows begin with is right", async () => {
    for (const program of ["dashboard", "worker", "migrate", "authorizer"] as const)
      expect(await programs[program]({}), program).toBe("");
  });

  test.each(Object.entries(rows))(
    "%s: a wrong value is told by name and not shown",
    async (name, [program, value, needed]) => {
      const said = await programs[program]({ ...needed, [name]: value });
      expect(said).toMatch(sentence(name));
      expect(said).not.toContain(canary);
      // A certificate is nothing without its key, so both are told.
      const others = (told: string) => told !== name && !/_TLS_/.test(told);
      const told = said.match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+(?= (is|must|names|gives|has)\b)/g) ?? [];
      expect(told.filter(others)).toEqual([]);
    },
  );

  test.each(["dashboard", "worker", "authorizer", "demo"] as const)(
    "all mistakes of the %s are told at once",
    async (program) => {
      const mine = Object.entries(rows).filter(([, [of]]) => of === program);
      const wrong = Object.assign({}, ...mine.map(([name, [, value]]) => ({ [name]: value })));
      // Without a driver nobody looks at a body.
      const isTold = ([name]: [string, WrongValue]) => !name.endsWith("HTTP_BODY");
      const said = await programs[program](wrong);
      for (const [name] of mine.filter(isTold).filter(([name]) => name !== "HOSTNAME"))
        expect(said).toMatch(sentence(name));
      expect(said).not.toContain(canary);
    },
  );

  test("a missing value that is needed is told with the wrong ones, and so is what depends on it", async () => {
    const said = await programs.worker({
      NEXTAUTH_SECRET: "",
      SMTP_URL: "",
      SMS_GATEWAY_URL: "",
      SMS_FALLBACK_DRIVER: "msg91",
      ORG_HOSTS: "nobody=a.example",
    });
    for (const name of ["NEXTAUTH_SECRET", "SMTP_URL", "SMS_GATEWAY_URL", "ORG_HOSTS"])
      expect(said).toMatch(sentence(name));
    expect(said).toContain("SMS_FALLBACK_MSG91_AUTH_KEY is missing; the msg91 driver needs it.");
    expect(said).toContain("SMS_DLT_TEMPLATES has no razorpay:otp; the msg91 driver needs it.");
  });

  test("migrating needs no more than an address, and minds what else is set", async () => {
    expect(parseMigrateEnv({ DATABASE_URL: good.dashboard.DATABASE_URL })).toBeTruthy();
    expect(await programs.migrate({ NEXTAUTH_SECRET: canary, LOG_LEVEL: canary })).toMatch(
      /NEXTAUTH_SECRET must .*LOG_LEVEL must /,
    );
  });
});
