/** The authorizer's configuration. It is separate from the dashboard's, so this process holds none of its secrets. */
import { z } from "zod";
import { count, logLevel, parseWith, postgresUrl, ring } from "./env-fields";

const minTokenLength = 32;
const loopback = ["127.0.0.1", "::1", "localhost"];

const schema = z
  .object({
    AUTHORIZER_DATABASE_URL: postgresUrl,
    KEY_PEPPERS: ring,
    AUTHORIZER_HOST: z.string().default("127.0.0.1"),
    AUTHORIZER_PORT: count(3100, 0),
    /** One token, or "new,old" while the token is being replaced. */
    AUTHORIZER_TOKEN: z
      .string()
      .default("")
      .transform((list) =>
        list
          .split(",")
          .map((token) => token.trim())
          .filter(Boolean),
      )
      .refine(
        (tokens) => tokens.every((token) => token.length >= minTokenLength),
        `must have at least ${minTokenLength} characters (openssl rand -hex 32)`,
      ),
    AUTHORIZER_TRUSTED_HOPS: count(0, 0),
    AUTHORIZER_POOL_SIZE: count(8),
    AUTHORIZER_CACHE_KEYS: count(100_000),
    AUTHORIZER_FLUSH_SECONDS: z.coerce.number({ error: "must be a number" }).min(0.1).default(5),
    AUTHORIZER_DRAIN_SECONDS: z.coerce.number({ error: "must be a number" }).min(0).default(2),
    AUTHORIZER_FAILURES_PER_MINUTE: count(600),
    LOG_LEVEL: logLevel,
  })
  .superRefine((env, context) => {
    if (loopback.includes(env.AUTHORIZER_HOST) || env.AUTHORIZER_TOKEN.length > 0) return;
    context.addIssue({
      code: "custom",
      path: ["AUTHORIZER_TOKEN"],
      message: `is missing; without it the authorizer answers on ${loopback[0]} only (A-10)`,
    });
  });

export type AuthorizerEnv = z.output<typeof schema>;

/** Throws one error with a sentence for each wrong variable. Its message never contains a value. */
export function parseAuthorizerEnv(source: Record<string, string | undefined>): AuthorizerEnv {
  return parseWith(schema, source);
}
