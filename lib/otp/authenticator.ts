/**
 * Codes of authenticator apps (RFC 6238: six digits, 30 s), checked on the database's clock. A code works once: the
 * time step of the last accepted code is stored, and codes of that step or earlier are refused (O-10, M6).
 */
import { and, eq, lt, sql } from "drizzle-orm";
import { verify } from "otplib";
import type { Db } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import type { OrgId } from "@/lib/orgs/org";
import { isSealedNow, openSecret, sealSecret } from "./sealed-secret";

/** Accepts the step before and after, for phones with a wrong clock and people who type slowly. */
const toleranceSeconds = 30;

/**
 * Whether this is a valid, unused code of that authenticator. If so, it is used up, and the secret is sealed again if
 * it was under an older key (D28).
 */
export async function passAuthenticator(
  tx: Db,
  { orgId, authenticatorId, code }: { orgId: OrgId; authenticatorId: string; code: string },
): Promise<boolean> {
  const isThis = and(eq(authenticators.id, authenticatorId), eq(authenticators.orgId, orgId));
  const [row] = await tx
    .select({
      sealedSecret: authenticators.sealedSecret,
      sealingKeyId: authenticators.sealingKeyId,
      lastStep: authenticators.lastStep,
      epoch: sql<number>`extract(epoch from clock_timestamp())::float8`,
    })
    .from(authenticators)
    .where(isThis);
  // otplib throws for anything that is not six digits (O-9).
  if (!row || !/^\d{6}$/.test(code)) return false;
  const secret = openSecret(authenticatorId, row);
  const result = await verify({
    secret,
    token: code,
    epoch: Math.floor(row.epoch),
    epochTolerance: toleranceSeconds,
    afterTimeStep: row.lastStep,
  });
  if (!result.valid || !("timeStep" in result)) return false;
  const used = await tx
    .update(authenticators)
    .set({
      lastStep: result.timeStep,
      ...(!isSealedNow(row) && sealSecret(authenticatorId, secret)),
    })
    .where(and(isThis, lt(authenticators.lastStep, result.timeStep)))
    .returning({ id: authenticators.id });
  return used.length === 1;
}
