/**
 * The configuration of dashboard and worker, read by one table of fields. A missing or weak value stops the start with
 * a sentence that names the variable (SECURITY C-10). `.env.example` lists every variable.
 */
import { z } from "zod";
import { auditFields, checkAudit } from "./audit-env";
import {
  count,
  listenHost,
  logLevel,
  port,
  postgresUrl,
  ring,
  seconds,
  textRing,
} from "./env-fields";
import { checkDatabase, checkSenders, insecureFields, insecureWarnings } from "./insecure";
import { type Rule, readFields, type Source } from "./read-fields";
import { checkSms, smsFields } from "./sms-env";

const fields = {
  DATABASE_URL: postgresUrl,
  /** For `db:migrate` alone: the role that owns the tables, where another one serves (D27). */
  MIGRATE_DATABASE_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: count(10),
  NEXTAUTH_SECRET: textRing,
  KEY_PEPPERS: ring,
  PASSWORD_PEPPERS: ring,
  OTP_PEPPER: ring,
  /** Not set: OTP_PEPPER seals. */
  SEALING_KEYS: ring.optional(),
  ORG_HOSTS: z.string().default(""),
  ORG_API_URLS: z.string().default(""),
  DASHBOARD_ORIGIN: z.string().default("https://*"),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, "must be an smtp:// or smtps:// address")
    .refine(URL.canParse, "must be an smtp:// or smtps:// address")
    .optional(),
  WORKER_POLL_SECONDS: seconds(5, 0.05),
  WORKER_PORT: port.optional(),
  DASHBOARD_METRICS_PORT: port.optional(),
  WORKER_METRICS_PORT: port.optional(),
  METRICS_HOST: listenHost,
  TRUSTED_PROXY_HOPS: count(0, 0),
  DASHBOARD_DRAIN_SECONDS: seconds(2, 0),
  ...smsFields,
  OTP_RESEND_SECONDS: count(30),
  OTP_SENDS_PER_HOUR: count(5),
  OTP_SENDS_PER_DAY: count(10),
  OTP_SENDS_PER_HOUR_PER_ADDRESS: count(50),
  OTP_SENDS_PER_DAY_TOTAL: count(50_000),
  SESSIONS_PER_USER: count(5),
  LOGINS_PER_MINUTE: count(60),
  HASHING_THREADS: count(1).optional(),
  ...auditFields,
  LOG_LEVEL: logLevel,
  ...insecureFields,
  KEYDESK_DEMO: z.enum(["1"], { error: 'must be "1" or not set' }).optional(),
};

export type Env = z.output<z.ZodObject<typeof fields>>;

const rules: Rule<Env>[] = [
  checkSms,
  checkAudit,
  checkSenders,
  (env, complain) => {
    for (const name of ["DATABASE_URL", "MIGRATE_DATABASE_URL"] as const)
      checkDatabase(env, [name, env[name]], complain);
    for (const name of ["SMS_DRIVER", "SMS_FALLBACK_DRIVER"] as const)
      if (env[name] === "inbox" && isProduction(env))
        complain(name, "cannot be inbox in production: its codes reach no phone");
  },
];

/** Not a demo, whose people, stand-in phone and hosts are on one machine. */
export function isProduction({ NODE_ENV, KEYDESK_DEMO }: Partial<Env>): boolean {
  return NODE_ENV === "production" && KEYDESK_DEMO !== "1";
}

/**
 * `more` are rules of rooms above this one. Throws `Misconfigured` with a sentence for each wrong variable, never with
 * a value.
 */
export function parseEnv(source: Source, more: readonly Rule<Env>[] = []): Env {
  return readFields(fields, source, [...rules, ...more]);
}

/**
 * What migrating needs: an address, and which variable it is from. Whatever else is set must be right all the same, so
 * that the first command of an installation tells every mistake. Throws `Misconfigured`.
 */
export function parseMigrateEnv(source: Source = process.env) {
  const address = source.MIGRATE_DATABASE_URL ? "MIGRATE_DATABASE_URL" : "DATABASE_URL";
  const wanted = Object.entries(fields).filter(([name]) => name === address || source[name]);
  const read = readFields(Object.fromEntries(wanted) as typeof fields, source, rules);
  return {
    variable: address,
    databaseUrl: read[address] ?? "",
    warnings: insecureWarnings(read),
  };
}

let parsed: Env | undefined;

/**
 * The process's configuration, parsed at the first call. Before it, every program has it checked as a whole
 * (`lib/configuration`).
 */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
