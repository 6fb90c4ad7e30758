/**
 * Password hashes: bcrypt over base64(HMAC-SHA-384(pepper, NFC(password))). So nothing is cut off at bcrypt's 72 bytes,
 * and the hashes are useless without the pepper (D3, L-4, L-6). Stored as `hmac384:<pepper id>:<bcrypt>`.
 */
import { createHmac } from "node:crypto";
import { env } from "@/lib/core/env";
import { currentSecret } from "@/lib/core/ring";
import { bcryptCompare, bcryptHash } from "./bcrypt-pool";

const cost = 12;

// A real hash of an unknown password, so that checking an unknown user takes as long as checking a known one (L-8).
const dummyBcrypt = "$2b$12$ShWn7sT7AWGMe9erPIX.zOX0HqjeLXySg/AZlGwuBpABw98CrY6SC";

function preHash(password: string, pepper: Buffer): string {
  return createHmac("sha384", pepper).update(password.normalize("NFC"), "utf8").digest("base64");
}

function pepperOf(id: string): Buffer | undefined {
  return env().PASSWORD_PEPPERS.ring.get(id);
}

export async function hashPassword(password: string): Promise<string> {
  const peppers = env().PASSWORD_PEPPERS;
  const bcrypt = await bcryptHash(preHash(password, currentSecret(peppers)), cost);
  return `hmac384:${peppers.current}:${bcrypt}`;
}

/** Always does one bcrypt comparison. A null or unreadable hash never matches. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { pepperId, bcrypt } = parse(stored);
  const pepper = pepperOf(pepperId);
  const isSame = await bcryptCompare(
    preHash(password, pepper ?? Buffer.alloc(32)),
    bcrypt ?? dummyBcrypt,
  );
  return isSame && bcrypt !== null && pepper !== undefined;
}

/** Whether a hash has an older cost or pepper than today's and should be renewed (L-5). */
export function isOutdated(stored: string): boolean {
  const { pepperId, bcrypt } = parse(stored);
  return pepperId !== env().PASSWORD_PEPPERS.current || Number(bcrypt?.slice(4, 6)) < cost;
}

function parse(stored: string | null): { pepperId: string; bcrypt: string | null } {
  const match = /^hmac384:([a-z0-9]{1,16}):(\$2[aby]\$\d\d\$[./A-Za-z0-9]{53})$/.exec(stored ?? "");
  return { pepperId: match?.[1] ?? "", bcrypt: match?.[2] ?? null };
}
