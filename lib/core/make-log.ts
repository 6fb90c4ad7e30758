/** JSON lines on stdout. Whatever might carry a credential is cut out by name (SECURITY G-3, G-4). */
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
    // An error's own properties may quote a query with its parameters; only what names the fault is kept.
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
  // drizzle puts the statement and its parameters into the message: the first line names the fault.
  const message = error.message.startsWith("Failed query")
    ? "Failed query"
    : error.message.slice(0, 500);
  const stack = error.stack
    ?.split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  return { type: error.name, message, sqlstate: code, constraint, routine, stack, cause };
}
