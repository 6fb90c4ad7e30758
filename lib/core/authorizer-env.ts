/** The authorizer's configuration. It is separate from the dashboard's, so this process holds none of its secrets. */
import { z } from "zod";
import { count, listenHost, logLevel, port, postgresUrl, ring, seconds } from "./env-fields";
import { checkDatabase, insecureFields } from "./insecure";
import { isLoopback } from "./loopback";
import { type Rule, readFields, type Source } from "./read-fields";

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
  AUTHORIZER_TRUSTED_HOPS: count(0, 0),
  AUTHORIZER_POOL_SIZE: count(8),
  AUTHORIZER_CACHE_KEYS: count(100_000),
  AUTHORIZER_FLUSH_SECONDS: seconds(5, 0.1),
  AUTHORIZER_DRAIN_SECONDS: seconds(2, 0),
  AUTHORIZER_FAILURES_PER_MINUTE: count(600),
  LOG_LEVEL: logLevel,
  ...insecureFields,
};

export type AuthorizerEnv = z.output<z.ZodObject<typeof fields>>;

/** Beyond loopback anybody on the network could ask which keys are good. */
const wantsToken: Rule<AuthorizerEnv> = ({ AUTHORIZER_HOST, AUTHORIZER_TOKEN }, complain) => {
  if (!AUTHORIZER_HOST || isLoopback(AUTHORIZER_HOST) || AUTHORIZER_TOKEN?.length !== 0) return;
  complain(
    "AUTHORIZER_TOKEN",
    "is missing; without it the authorizer answers on 127.0.0.1 only (A-10)",
  );
};

const wantsDatabase: Rule<AuthorizerEnv> = (env, complain) =>
  checkDatabase(env, ["AUTHORIZER_DATABASE_URL", env.AUTHORIZER_DATABASE_URL], complain);

/** Throws `Misconfigured` with a sentence for each wrong variable, never with a value. */
export function parseAuthorizerEnv(source: Source): AuthorizerEnv {
  return readFields(fields, source, [wantsToken, wantsDatabase]);
}
