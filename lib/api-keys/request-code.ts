import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { type Permission, requirePermission } from "@/lib/access/permissions";
import { StepUpRequired } from "@/lib/access/step-up";
import { AppError } from "@/lib/core/errors";
import type { Mode, StepUpAction } from "@/lib/orgs/org";
import { type CodePurpose, codeOwner } from "@/lib/otp/challenge";
import { sendCode } from "@/lib/otp/send-code";
import type { SentCode } from "@/lib/otp/sent-code";
import { isKeyHere } from "./this-key";

export const permissionOf: Record<StepUpAction, Permission> = {
  generate: "keys:generate",
  regenerate: "keys:regenerate",
  deactivate: "keys:deactivate",
  extend: "keys:extend",
};

export interface CodeRequest {
  purpose: StepUpAction;
  mode: Mode;
  /** Null for generate, which has no key yet. */
  keyId: string | null;
}

/**
 * Sends the code for one action on one key to the user's registered mobile. Throws `forbidden`, `not_found`
 * for a key that is not this merchant's and mode's, `StepUpRequired` without a mobile, and what `sendCode` throws.
 */
export async function requestCode(actor: Actor, request: CodeRequest): Promise<SentCode> {
  requirePermission(actor, permissionOf[request.purpose]);
  if (
    request.keyId !== null &&
    !(await isKeyHere(db(), actor, { ...request, keyId: request.keyId }))
  ) {
    throw new AppError("not_found");
  }
  const [user] = await db()
    .select({ mobile: users.mobile })
    .from(users)
    .where(and(eq(users.id, actor.user.id), eq(users.orgId, actor.org.id)));
  if (!user?.mobile) throw new StepUpRequired("verify-mobile");
  return sendCode(codeOwner(actor), request satisfies CodePurpose, user.mobile);
}
