import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { accessRefusal } from "@/lib/access/refusals";
import { maskMobile } from "@/lib/core/mask";
import { findLockWords } from "@/lib/otp/lock";
import type { Factors } from "./factors-view";
import { isSelf } from "./own-factors";
import { isEnforced } from "./turn-off";

/** The user's own factors, in one query; a second one only if codes are locked. */
export async function getFactors(actor: Actor): Promise<Factors> {
  const [user] = await db()
    .select({
      isTwoStepOn: users.isTwoStepOn,
      isEnforced,
      mobile: users.mobile,
      hasAuthenticator: sql<boolean>`${users.authenticatorId} is not null`,
      isLocked: sql<boolean>`coalesce(${users.codesLockedUntil} > now(), false)`,
      recoveryCodesLeft: sql<number>`(select count(*)::int from recovery_codes code
        where code.org_id = users.org_id and code.user_id = users.id and code.used_at is null)`,
    })
    .from(users)
    .where(isSelf(actor));
  if (!user) throw accessRefusal("login_expired");
  const { isLocked, mobile, ...rest } = user;
  const whose = { org: actor.org, userId: actor.user.id, merchantId: actor.merchant.id };
  return {
    ...rest,
    mobile: mobile && maskMobile(mobile),
    locked: isLocked ? await findLockWords(whose) : null,
  };
}
