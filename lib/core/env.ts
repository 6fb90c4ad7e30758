/**
 * All configuration, checked once by one schema. A missing or weak value stops the start with a sentence
 * that names the variable (SECURITY C-10). `.env.example` lists every variable.
 */
import { z } from "zod";

const minSecretBytes = 32;

function decodeSecret(value: string): Buffer {
  return Buffer.from(value, "base64");
}

const weak = `must be the base64 of at least ${minSecretBytes} random bytes (openssl rand -base64 32)`;

/** Long enough, really base64, and not one byte repeated or a pattern typed by hand. */
function isStrong(value: string): boolean {
  const bytes = decodeSecret(value);
  return (
    /^[A-Za-z0-9+/]+={0,2}$/.test(value) &&
    bytes.length >= minSecretBytes &&
    new Set(bytes).size >= 16
  );
}

const secret = z.string({ error: `is missing; it ${weak}` }).refine(isStrong, weak);

/** "id:base64,id:base64": the first is used for new hashes, the others still verify (SECURITY K-15, L-5). */
const peppers = z
  .string({ error: `is missing; it is a list of id:secret, where each secret ${weak}` })
  .transform((list, context) => {
    const entries = list.split(",").map((entry) => entry.trim().split(":"));
    const ring = new Map<string, Buffer>();
    for (const [id = "", value = "", ...rest] of entries) {
      if (!/^[a-z0-9]{1,16}$/.test(id) || rest.length > 0 || ring.has(id)) {
        context.addIssue("must be a list of id:secret with ids of 1 to 16 small letters or digits");
        return z.NEVER;
      }
      if (!isStrong(value)) {
        context.addIssue(`entry "${id}" ${weak}`);
        return z.NEVER;
      }
      ring.set(id, decodeSecret(value));
    }
    const current = entries[0]?.[0] ?? "";
    return { current, ring };
  });

const count = (fallback: number, min = 1) =>
  z.coerce.number({ error: "must be a whole number" }).int().min(min).default(fallback);

const schema = z
  .object({
    DATABASE_URL: z
      .string({ error: "is missing; it is a postgres:// address" })
      .regex(/^postgres(ql)?:\/\//, "must be a postgres:// address"),
    DATABASE_POOL_SIZE: count(10),
    NEXTAUTH_SECRET: secret,
    KEY_PEPPERS: peppers,
    PASSWORD_PEPPERS: peppers,
    OTP_PEPPER: secret.transform(decodeSecret),
    ORG_HOSTS: z.string().default(""),
    TRUSTED_PROXY_HOPS: count(0, 0),
    SMS_DRIVER: z.enum(["inbox", "http"], { error: 'must be "inbox" or "http"' }),
    SMS_GATEWAY_URL: z.url({
      error: "must be the gateway's http(s) address",
      protocol: /^https?$/,
    }),
    SMS_HTTP_HEADERS: z
      .string()
      .default("{}")
      .transform((text, context) => {
        const headers = parseHeaders(text);
        if (headers) return headers;
        context.addIssue("must be a JSON object of header names and values");
        return z.NEVER;
      }),
    SMS_HTTP_BODY: z
      .string()
      .default('{"to":{{to}},"text":{{text}},"sender":{{sender}},"reference":{{reference}}}'),
    OTP_RESEND_SECONDS: count(30),
    OTP_SENDS_PER_HOUR: count(5),
    OTP_SENDS_PER_DAY: count(10),
    OTP_SENDS_PER_HOUR_PER_ADDRESS: count(50),
    OTP_SENDS_PER_DAY_TOTAL: count(50_000),
    SESSIONS_PER_USER: count(5),
    LOGINS_PER_MINUTE: count(60),
    LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
    KEYDESK_DEMO: z.enum(["1"]).optional(),
  })
  .superRefine((env, context) => {
    const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(
      new URL(env.SMS_GATEWAY_URL).hostname,
    );
    if (env.SMS_DRIVER === "inbox" && !isLoopback) {
      context.addIssue({
        code: "custom",
        path: ["SMS_GATEWAY_URL"],
        message:
          "must be a loopback address with the inbox driver, which is for the demo and tests",
      });
    }
  });

function parseHeaders(text: string): Record<string, string> | undefined {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export type Env = z.output<typeof schema>;

/** Throws one error whose message has one sentence per variable that is wrong; never a value. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
  throw new Error(`Keydesk cannot start: ${sentences.join(" ")}`);
}

let parsed: Env | undefined;

/** The process's configuration, parsed at first use; `instrumentation.ts` makes that the start. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
