/** The authorizer's configuration. It is separate from the dashboard's, so this process holds none of its secrets. */
import { availableParallelism } from "node:os";
import { z } from "zod";
import { count, listenHost, logLevel, port, postgresUrl, ring, seconds } from "./env-fields";
import { checkDatabase, insecureFields } from "./insecure";
import { isLoopback } from "./loopback";
import { type Rule, readFields, type Source } from "./read-fields";
import { tryReading } from "./tls-files";

const minTokenLength = 32;

const fields = {
  AUTHORIZER_DATABASE_URL: postgresUrl,
  KEY_PEPPERS: ring,
  AUTHORIZER_HOST: listenHost,
  AUTHORIZER_PORT: port.default(3100),
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
  AUTHORIZER_TLS_CERT: z.string().optional(),
  AUTHORIZER_TLS_KEY: z.string().optional(),
  AUTHORIZER_TLS_CLIENT_CA: z.string().optional(),
  AUTHORIZER_TRUSTED_HOPS: count(0, 0),
  AUTHORIZER_POOL_SIZE: count(8),
  AUTHORIZER_CACHE_KEYS: count(100_000),
  AUTHORIZER_FLUSH_SECONDS: seconds(5, 0.1),
  AUTHORIZER_DRAIN_SECONDS: seconds(2, 0),
  AUTHORIZER_FAILURES_PER_MINUTE: count(600),
  AUTHORIZER_PROCESSES: z
    .union([z.literal("auto").transform(() => availableParallelism()), count(1)], {
      error: 'must be a whole number of 1 or more, or "auto"',
    })
    .default(1),
  LOG_LEVEL: logLevel,
  ...insecureFields,
};

export type AuthorizerEnv = z.output<z.ZodObject<typeof fields>>;

/** Beyond loopback anybody on the network could ask which keys are good, or read them on their way. */
const beyondLoopback: Rule<AuthorizerEnv> = (env, complain) => {
  const { AUTHORIZER_HOST: host, AUTHORIZER_TOKEN: tokens, ALLOW_INSECURE: permitted } = env;
  if (!host || isLoopback(host)) return;
  if (!env.AUTHORIZER_TLS_CLIENT_CA && tokens?.length === 0)
    complain(
      "AUTHORIZER_TOKEN",
      "is missing; without it, or AUTHORIZER_TLS_CLIENT_CA, the authorizer answers on 127.0.0.1 only (A-10)",
    );
  if (!env.AUTHORIZER_TLS_CERT && !permitted?.includes("authorizer"))
    complain(
      "AUTHORIZER_TLS_CERT",
      "is missing; without it the authorizer answers on 127.0.0.1 only, unless ALLOW_INSECURE=authorizer permits it",
    );
};

const rules: Rule<AuthorizerEnv>[] = [
  (env, complain) => void tryReading(env, complain),
  beyondLoopback,
  (env, complain) =>
    checkDatabase(env, ["AUTHORIZER_DATABASE_URL", env.AUTHORIZER_DATABASE_URL], complain),
];

/** `more` are a program's own rules. Throws `Misconfigured` with a sentence for each wrong variable, never with a value. */
export function parseAuthorizerEnv(
  source: Source,
  more: readonly Rule<AuthorizerEnv>[] = [],
): AuthorizerEnv {
  return readFields(fields, source, [...rules, ...more]);
}
