import { and, eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { auditOf } from "@/lib/audit/audit-of";
import { recordAudit } from "@/lib/audit/record-audit";
import { knowOnlyThisBrowser } from "@/lib/devices/known-devices";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { endSessions, voidLinks } from "@/lib/sessions/end-sessions";
import { renewSession } from "@/lib/sessions/own-session";
import { withHashingPlace } from "./bcrypt-pool";
import { listNames } from "./list-names";
import { requireNewPassword } from "./new-password";
import { hashPassword } from "./password";
import { passwordRefusal } from "./refusals";
import { requirePassword } from "./require-password";

/**
 * Sets a new password for a user who enters the current one. Wrong tries count as at the login (O-21). Ends every other
 * session and open link of the user, and returns this session's new sid (S-8). Of the known browsers only this one stays one, with a new cookie. Throws `wrong_password`,
 * `password_refused`, `login_expired`, `busy`.
 */
export async function changePassword(
  actor: Actor,
  { currentPassword, newPassword }: { currentPassword: string; newPassword: string },
): Promise<{ sid: string; deviceCookie: string }> {
  const whose = { orgId: actor.org.id, userId: actor.user.id };
  const { org, user } = actor;
  await requireNewPassword(org, newPassword, await listNames(db(), whose));
  await requirePassword(actor, currentPassword);
  if (newPassword.normalize("NFC") === currentPassword.normalize("NFC"))
    throw passwordRefusal("password_refused", "This is your present password. Choose another one.");
  const passwordHash = await withHashingPlace({ knownUser: user.id }, () =>
    hashPassword(newPassword),
  );
  return transaction(async (tx) => {
    await lockUser(tx, org.id, user.id);
    const sid = await renewSession(tx, actor);
    await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, user.id), eq(users.orgId, org.id)));
    const entry = auditOf(actor);
    await endSessions(tx, whose, { entry, cause: "password changed", except: actor.session.id });
    await voidLinks(tx, whose);
    await recordAudit(tx, "password.changed", auditOf(actor));
    await notify(tx, "password-changed", whose, { who: whoIs(user), ...byUser(user) });
    return { sid, deviceCookie: await knowOnlyThisBrowser(tx, whose, actor.client) };
  });
}
