/** Schemas for configuration values, shared by all processes. */
import { z } from "zod";
import { type Ring, unnamedId } from "./ring";

const minSecretBytes = 32;

function decodeSecret(value: string): Buffer {
  return Buffer.from(value, "base64");
}

const weak = `must be the base64 of at least ${minSecretBytes} random bytes (openssl rand -base64 32)`;

/** True for valid base64 of enough bytes that is not one repeated byte or a pattern typed by hand. */
function isStrong(value: string): boolean {
  const bytes = decodeSecret(value);
  return (
    /^[A-Za-z0-9+/]+={0,2}$/.test(value) &&
    bytes.length >= minSecretBytes &&
    new Set(bytes).size >= 16
  );
}

const ringForm = "must be a list of id:secret with ids of 1 to 16 small letters or digits";

/**
 * "id:secret,id:secret": the first makes what is new, the others still verify what was made with them (SECURITY D28,
 * K-15, L-5). One of them may stand without an id; its id is 0.
 */
const ringOf = (bytesOf: (value: string) => Buffer) =>
  z
    .string({ error: `is missing; it is a list of id:secret, where each secret ${weak}` })
    .transform((list, context): Ring => {
      const ring = new Map<string, Buffer>();
      for (const entry of list.split(",")) {
        const [id = "", value = "", ...rest] = readEntry(entry);
        if (!/^[a-z0-9]{1,16}$/.test(id) || rest.length > 0 || ring.has(id)) {
          context.addIssue(ringForm);
          return z.NEVER;
        }
        if (!isStrong(value)) {
          context.addIssue(`entry "${id}" ${weak}`);
          return z.NEVER;
        }
        ring.set(id, bytesOf(value));
      }
      return { current: ring.keys().next().value ?? "", ring };
    });

/** No secret contains a colon, so what has none is a secret without an id. */
function readEntry(entry: string): string[] {
  const parts = entry.trim().split(":");
  return parts.length === 1 ? [unnamedId, ...parts] : parts;
}

export const ring = ringOf(decodeSecret);

/** A ring whose secrets are used as they are written, not as the bytes that they stand for. */
export const textRing = ringOf((value) => Buffer.from(value, "utf8"));

export const count = (fallback: number, min = 1) =>
  z.coerce.number({ error: "must be a whole number" }).int().min(min).default(fallback);

export const postgresUrl = z
  .string({ error: "is missing; it is a postgres:// address" })
  .regex(/^postgres(ql)?:\/\//, "must be a postgres:// address");

export const logLevel = z.enum(["debug", "info", "warn", "error", "silent"]).default("info");

/** Throws one error with a sentence for each wrong variable. Its message never contains a value. */
export function parseWith<T extends z.ZodType>(
  schema: T,
  source: Record<string, string | undefined>,
): z.output<T> {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const sentences = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
  throw new Error(`Keydesk cannot start: ${sentences.join(" ")}`);
}
