/** Stands in for an authenticator app on a user's phone. */
import { and, eq, sql } from "drizzle-orm";
import { generate } from "otplib";
import { db } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { newId } from "@/lib/core/ids";
import { sealSecret } from "@/lib/otp/sealed-secret";
import type { TestMember } from "./people";

const secretOfTests = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** Gives the user a confirmed app, as setting it up does. Returns its secret. */
export async function anApp({ org, userId }: TestMember): Promise<string> {
  const id = newId("aut");
  await db()
    .insert(authenticators)
    .values({
      id,
      orgId: org.id,
      userId,
      ...sealSecret(id, secretOfTests),
      confirmedAt: sql`now()`,
    });
  await db()
    .update(users)
    .set({ authenticatorId: id })
    .where(and(eq(users.id, userId), eq(users.orgId, org.id)));
  return secretOfTests;
}

/** The code that the app shows now. A code works only once, so a second one within 30 s must be one step later. */
export function appCode(secret: string, stepsLater = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(Date.now() / 1000) + stepsLater * 30 });
}

/** Makes the codes used so far look ten minutes older. */
export async function restApp({ org, userId }: TestMember): Promise<void> {
  await db()
    .update(authenticators)
    .set({ lastStep: sql`greatest(${authenticators.lastStep} - 20, 0)` })
    .where(and(eq(authenticators.userId, userId), eq(authenticators.orgId, org.id)));
}
