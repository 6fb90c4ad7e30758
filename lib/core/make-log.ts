/**
 * A logger that writes JSON lines to stdout. Fields whose names suggest a credential are removed (SECURITY G-3, G-4).
 */
import pino from "pino";

const secretNames = [
  "password",
  "secret",
  "keySecret",
  "code",
  "otp",
  "sid",
  "token",
  "cookie",
  "authorization",
  "recipient",
];

export function makeLog(service: string, level: string): pino.Logger {
  return pino({
    level,
    base: { service },
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: "[cut]",
    },
    // An error's own properties may quote a query with its parameters, so only the properties listed below are logged.
    serializers: { err: describeError },
  });
}

function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, routine } = error as {
    code?: unknown;
    constraint?: unknown;
    routine?: unknown;
  };
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  // drizzle's message contains the statement and its parameters, so it is cut to its first words.
  const message = error.message.startsWith("Failed query")
    ? "Failed query"
    : error.message.slice(0, 500);
  const stack = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  return { type: error.name, message, sqlstate: code, constraint, routine, stack, cause };
}
