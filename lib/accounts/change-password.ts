import { and, eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { withPlace } from "@/lib/auth/bcrypt-pool";
import { checkPassword } from "@/lib/auth/check-password";
import { endSessions, renewSession, voidLinks } from "@/lib/auth/end-sessions";
import { requireNewPassword } from "@/lib/auth/new-password";
import { hashPassword } from "@/lib/auth/password";
import { AppError } from "@/lib/core/errors";
import { notify } from "@/lib/outbox/enqueue";
import { listNames } from "./list-names";
import { personOf } from "./person-of";

/**
 * A new password for who knows the present one (wrong ones count as at the login, O-21). Every other session and open
 * link of this person ends, and this session goes on under the sid that is returned (S-8). Throws `wrong_password`,
 * `password_refused`, `login_expired`, `busy`.
 */
export async function changePassword(
  actor: Actor,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<{ sid: string }> {
  const whose = { orgId: actor.org.id, userId: actor.user.id };
  const { org, user, client } = actor;
  const check = await checkPassword(org.id, { userId: user.id }, currentPassword, client);
  if (!check.isRight) throw new AppError("wrong_password");
  if (newPassword.normalize("NFC") === currentPassword.normalize("NFC"))
    throw new AppError("password_refused", "This is your present password. Choose another one.");
  await requireNewPassword(org, newPassword, await listNames(db(), whose));
  const passwordHash = await withPlace(() => hashPassword(newPassword));
  return transaction(async (tx) => {
    await lockUser(tx, org.id, user.id);
    const sid = await renewSession(tx, actor);
    await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, user.id), eq(users.orgId, org.id)));
    await endSessions(tx, whose, actor.session.id);
    await voidLinks(tx, whose);
    await recordAudit(tx, "password.changed", auditOf(actor));
    const facts = { who: personOf(user), by: user.name, byUserId: user.id };
    await notify(tx, "password-changed", whose, facts);
    return { sid };
  });
}
