/** What may stand on the command line; anything else is a misuse, said in a sentence. */
import { userInfo } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { orgs } from "@/lib/orgs/orgs";

const readBy =
  <T>(schema: z.ZodType<T>) =>
  (text: string): T => {
    const read = schema.safeParse(text);
    if (read.success) return read.data;
    throw new InvalidArgumentError(read.error.issues[0]?.message ?? "This cannot be read.");
  };

const noControls = /^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u;
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "It is empty.")
    .max(most, `It has more than ${most} characters.`)
    .regex(noControls, "It has characters that cannot be shown.");

const email = z.string().trim().toLowerCase().pipe(z.email("It is no e-mail address.").max(254));
const id = z.string().regex(/^\w{1,64}$/, "It is neither an id nor an e-mail address.");

export const readName = readBy(line(100));
export const readReason = readBy(line(500));
export const readSearch = readBy(line(100));
export const readEmail = readBy(email);
export const readKeyId = readBy(z.string().regex(/^\w{1,64}$/, "It is no key id."));

export const readRing = readBy(z.string().regex(/^[A-Z_]{1,64}$/, "It is no variable's name."));
export const readSecretId = readBy(z.string().regex(/^[a-z0-9]{1,16}$/, "It is no secret's id."));

/** A merchant's id, or the e-mail of one of its owners. */
export const readMerchant = (text: string) =>
  text.includes("@") ? readEmail(text) : readBy(id)(text);

export function readMoment(text: string): Date {
  const at = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new InvalidArgumentError("It is no moment like 2026-11-22 or 2026-11-22T10:42:00.000Z.");
  return at;
}

export const orgOption = () =>
  new Option("--org <brand>", "the brand, where a name could be of several").choices(
    Object.keys(orgs),
  );

const operatorName = line(64);

/** What is wrong with an operator's name, to be said behind the variable's; null: nothing is. */
export function wrongName(name: string): string | null {
  return operatorName.safeParse(name).success
    ? null
    : "must be 1 to 64 characters that can be shown";
}

export function machineUser(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container a user may be a number without a name.
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}

export const asOption = () =>
  new Option("--as <name>", "who does it, for the audit trail (KEYDESK_OPERATOR)").argParser(
    readBy(operatorName),
  );
