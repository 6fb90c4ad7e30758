/**
 * The codes of authenticator apps (RFC 6238, six digits, 30 s), judged on the database's clock. A code passes once: the
 * step of the last one that passed is kept, and it and older ones are refused (O-10, M6).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { and, eq, lt, sql } from "drizzle-orm";
import { verify } from "otplib";
import type { Db } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { env } from "@/lib/core/env";
import type { OrgId } from "@/lib/orgs/org";

/** One step before and after: clocks of phones, and people who type slowly. */
const toleranceSeconds = 30;
const nonceBytes = 12;
const tagBytes = 16;

function sealingKey(): Buffer {
  return Buffer.from(hkdfSync("sha256", env().OTP_PEPPER, "", "authenticator secrets", 32));
}

/** AES-256-GCM: nonce, tag, ciphertext. The authenticator's id is bound in, so no row's secret fits another's. */
export function sealSecret(authenticatorId: string, secret: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce).setAAD(
    Buffer.from(authenticatorId),
  );
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** Throws for anything that this key did not seal for this authenticator. */
export function openSecret(authenticatorId: string, sealed: Buffer): string {
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(), sealed.subarray(0, nonceBytes))
    .setAAD(Buffer.from(authenticatorId))
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = decipher.update(sealed.subarray(nonceBytes + tagBytes));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}

/** Whether this is a code of that authenticator that was not used before; using it up is part of the answer. */
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
