/** Schemas for configuration values, shared by all processes. */
import { z } from "zod";

const minSecretBytes = 32;

export function decodeSecret(value: string): Buffer {
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

export const secret = z.string({ error: `is missing; it ${weak}` }).refine(isStrong, weak);

/** "id:base64,id:base64": the first pepper makes new hashes, the others still verify old ones (SECURITY K-15, L-5). */
export const peppers = z
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
