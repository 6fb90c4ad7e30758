/**
 * Codes of authenticator apps (RFC 6238: six digits, 30 s), checked on the database's clock. A code works once: the
 * time step of the last accepted code is stored, and codes of that step or earlier are refused (O-10, M6).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { verify } from "otplib";
import type { Db } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { env } from "@/lib/core/env";
import { currentSecret } from "@/lib/core/ring";
import type { OrgId } from "@/lib/orgs/org";

/** Accepts the step before and after, for phones with a wrong clock and people who type slowly. */
const toleranceSeconds = 30;
const nonceBytes = 12;
const tagBytes = 16;

function sealingKey(): Buffer {
  return Buffer.from(
    hkdfSync("sha256", currentSecret(env().OTP_PEPPER), "", "authenticator secrets", 32),
  );
}

/**
 * AES-256-GCM: nonce, tag, ciphertext. The authenticator's id is authenticated data, so a secret copied to another row
 * cannot be opened.
 */
export function sealSecret(authenticatorId: string, secret: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce).setAAD(
    Buffer.from(authenticatorId),
  );
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws unless `sealSecret` made this with the same key for the same authenticator. */
export function openSecret(authenticatorId: string, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(), sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(authenticatorId))
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = decipher.update(sealed.subarray(nonceBytes + tagBytes));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}

/** Whether this is a valid, unused code of that authenticator. If so, it is used up. */
export async function passAuthenticator(
  tx: Db,
  { orgId, authenticatorId, code }: { orgId: OrgId; authenticatorId: string; code: string },
): Promise<boolean> {
  const isThis = and(eq(authenticators.id, authenticatorId), eq(authenticators.orgId, orgId));
  const [row] = await tx
    .select({
      sealedSecret: authenticators.sealedSecret,
      lastStep: authenticators.lastStep,
      epoch: sql<number>`extract(epoch from clock_timestamp())::float8`,
    })
    .from(authenticators)
    .where(isThis);
  // otplib throws for anything that is not six digits (O-9).
  if (!row || !/^\d{6}$/.test(code)) return false;
  const result = await verify({
    secret: openSecret(authenticatorId, row.sealedSecret),
    token: code,
    epoch: Math.floor(row.epoch),
    epochTolerance: toleranceSeconds,
    afterTimeStep: row.lastStep,
  });
  if (!result.valid || !("timeStep" in result)) return false;
  const used = await tx
    .update(authenticators)
    .set({ lastStep: result.timeStep })
    .where(and(isThis, lt(authenticators.lastStep, result.timeStep)))
    .returning({ id: authenticators.id });
  return used.length === 1;
}
