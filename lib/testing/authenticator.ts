/** An authenticator app, as it is on somebody's phone. */
import { and, eq, sql } from "drizzle-orm";
import { generate } from "otplib";
import { db } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import { newId } from "@/lib/core/ids";
import { sealSecret } from "@/lib/otp/authenticator";
import type { TestMember } from "./people";

const secretOfTests = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

/** The person's confirmed app, as a set-up leaves it. Returns its secret. */
export async function anApp({ org, userId }: TestMember): Promise<string> {
  const id = newId("aut");
  const sealedSecret = sealSecret(id, secretOfTests);
  await db()
    .insert(authenticators)
    .values({ id, orgId: org.id, userId, sealedSecret, confirmedAt: sql`now()` });
  await db()
    .update(users)
    .set({ authenticatorId: id })
    .where(and(eq(users.id, userId), eq(users.orgId, org.id)));
  return secretOfTests;
}

/** What the app shows now; a code passes once, so the next of one person within 30 s is one step later. */
export function appCode(secret: string, stepsLater = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(Date.now() / 1000) + stepsLater * 30 });
}

/** As if the codes used so far had been used ten minutes earlier. */
export async function restApp({ org, userId }: TestMember): Promise<void> {
  await db()
    .update(authenticators)
    .set({ lastStep: sql`greatest(${authenticators.lastStep} - 20, 0)` })
    .where(and(eq(authenticators.userId, userId), eq(authenticators.orgId, org.id)));
}
