import { and, eq, isNull } from "drizzle-orm";
import { generateSecret, generateURI } from "otplib";
import { type Db, transaction } from "@/db/client";
import { authenticators } from "@/db/schema/factors";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { newId } from "@/lib/core/ids";
import { sealSecret } from "@/lib/otp/sealed-secret";
import { requirePassword } from "@/lib/passwords/require-password";
import { requireStepUp } from "@/lib/step-up/require-step-up";
import { securityTarget } from "@/lib/step-up/target";
import { drawQr } from "./draw-qr";
import type { AuthenticatorOffer } from "./factors-view";
import { type FactorChange, isSelf } from "./own-factors";

/**
 * Offers a new secret, which takes effect with `confirmAuthenticator`. It replaces an unconfirmed earlier offer. A user
 * without any factor needs only the password, as for a first mobile (D10). Throws `wrong_password` and
 * `StepUpRequired`.
 */
export async function setUpAuthenticator(
  actor: Actor,
  { password }: FactorChange,
): Promise<AuthenticatorOffer> {
  await requirePassword(actor, password);
  const secret = generateSecret();
  await transaction(async (tx) => {
    await lockUser(tx, actor.org.id, actor.user.id);
    if (await hasFactor(tx, actor)) await requireStepUp(tx, actor, securityTarget("authenticator"));
    const id = newId("aut");
    const owner = { orgId: actor.org.id, userId: actor.user.id };
    await tx.delete(authenticators).where(isWaiting(actor));
    await tx.insert(authenticators).values({ id, ...owner, ...sealSecret(id, secret) });
  });
  const uri = generateURI({ issuer: actor.org.name, label: actor.user.email, secret });
  return { secret, uri, qr: drawQr(uri) };
}

export const isWaiting = (actor: Actor) =>
  and(
    eq(authenticators.orgId, actor.org.id),
    eq(authenticators.userId, actor.user.id),
    isNull(authenticators.confirmedAt),
  );

async function hasFactor(tx: Db, actor: Actor): Promise<boolean> {
  const [user] = await tx
    .select({ mobile: users.mobile, authenticatorId: users.authenticatorId })
    .from(users)
    .where(isSelf(actor));
  return Boolean(user?.mobile || user?.authenticatorId);
}
