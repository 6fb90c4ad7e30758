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
          context.addIssue(entry.includes(":") ? `entry "${id}" ${weak}` : weak);
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

export const count = (fallback: number, min = 1) => {
  const error = `must be a whole number, ${min} or more`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).default(fallback);
};

export const seconds = (fallback: number, min: number) => {
  const error = `must be a number of seconds, ${min} or more`;
  return z.coerce.number({ error }).min(min, { error }).default(fallback);
};

const noPort = "must be a port, a whole number from 0 to 65535";
/** 0 takes a free one. */
export const port = z.coerce
  .number({ error: noPort })
  .int({ error: noPort })
  .min(0, { error: noPort })
  .max(65_535, { error: noPort });

/** Where a server listens: loopback, unless something else is asked for. */
export const listenHost = z
  .string()
  .regex(/^[A-Za-z0-9.:-]+$/, "must be an address or a name of this machine")
  .default("127.0.0.1");

/** An address of a server; what in it could be told apart from the rest must be percent-encoded. */
export const postgresUrl = z
  .string({ error: "is missing; it is a postgres:// address" })
  .regex(/^postgres(ql)?:\/\//, "must be a postgres:// address")
  .refine(
    (url) => URL.canParse(url.replace("@/", "@localhost/")),
    "must be a postgres:// address; in its password / ? # @ and : are written as %2F %3F %23 %40 %3A",
  );

export const logLevel = z
  .enum(["debug", "info", "warn", "error", "silent"], {
    error: 'must be "debug", "info", "warn", "error" or "silent"',
  })
  .default("info");
