/**
 * A logger that writes JSON lines to stdout: one for each call, whatever it is given. Fields whose names suggest a
 * credential are removed (SECURITY G-3, G-4). Every line that a request caused has its id.
 */
import pino from "pino";
import { currentRequestId } from "./request";

export const secretNames = [
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

const maxTextLength = 1_000;
const maxListLength = 20;
const maxCauses = 5;
/** What JSON lets through and a terminal or a log reader acts on: DEL, C1, line ends and turned text of Unicode. */
const unsafe = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** `to` is for tests; the default is stdout. */
export function makeLog(
  service: string,
  level: string,
  to: pino.DestinationStream = pino.destination(1),
): pino.Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { service },
    formatters: { log: (facts) => cut(facts, 3) as Record<string, unknown> },
    hooks: { streamWrite: (line) => line.replace(unsafe, inJson) },
    redact: {
      paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: "[cut]",
    },
    mixin() {
      const request = currentRequestId();
      return request ? { request } : {};
    },
    // An error's own properties may quote a query with its parameters, so only the properties listed below are logged.
    serializers: { err: (error) => describeError(error) },
  };
  return pino(options, to);
}

function inJson(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Long texts and lists are cut; errors are left to the serializer. */
function cut(value: unknown, depth: number): unknown {
  if (typeof value === "string")
    return value.length > maxTextLength ? `${value.slice(0, maxTextLength)}…` : value;
  if (Array.isArray(value)) return value.slice(0, maxListLength).map((item) => cut(item, depth));
  if (depth === 0 || value?.constructor !== Object) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, fact]) => [name, cut(fact, depth - 1)]),
  );
}

function describeError(error: unknown, causes = maxCauses): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, routine } = error as {
    code?: unknown;
    constraint?: unknown;
    routine?: unknown;
  };
  const hasCause = error.cause !== undefined && causes > 0;
  const cause = hasCause ? describeError(error.cause, causes - 1) : undefined;
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
