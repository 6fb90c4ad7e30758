/**
 * The configuration of dashboard and worker, checked by one schema. A missing or weak value stops the start with a
 * sentence that names the variable (SECURITY C-10). `.env.example` lists every variable.
 */
import { z } from "zod";
import { count, logLevel, parseWith, postgresUrl, ring, textRing } from "./env-fields";
import { checkSms, smsFields } from "./sms-env";

const schema = z
  .object({
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
      .optional(),
    WORKER_POLL_SECONDS: z.coerce.number({ error: "must be a number" }).min(0.05).default(5),
    WORKER_PORT: count(0, 0).optional(),
    DASHBOARD_METRICS_PORT: count(0, 0).optional(),
    WORKER_METRICS_PORT: count(0, 0).optional(),
    METRICS_HOST: z.string().default("127.0.0.1"),
    TRUSTED_PROXY_HOPS: count(0, 0),
    ...smsFields,
    OTP_RESEND_SECONDS: count(30),
    OTP_SENDS_PER_HOUR: count(5),
    OTP_SENDS_PER_DAY: count(10),
    OTP_SENDS_PER_HOUR_PER_ADDRESS: count(50),
    OTP_SENDS_PER_DAY_TOTAL: count(50_000),
    SESSIONS_PER_USER: count(5),
    LOGINS_PER_MINUTE: count(60),
    HASHING_THREADS: count(1).optional(),
    LOG_LEVEL: logLevel,
    KEYDESK_DEMO: z.enum(["1"]).optional(),
  })
  .superRefine((env, context) => {
    checkSms(env, (name, message) => {
      context.addIssue({ code: "custom", path: [name], message });
    });
  });

export type Env = z.output<typeof schema>;

/** Throws one error with a sentence for each wrong variable. Its message never contains a value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  return parseWith(schema, source);
}

let parsed: Env | undefined;

/**
 * The process's configuration, parsed at the first call. `instrumentation.ts` makes that call when the dashboard
 * starts.
 */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
