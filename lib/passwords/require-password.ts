import type { Actor } from "@/lib/access/actor";
import { type CheckedUser, checkPassword } from "./check-password";
import { passwordRefusal } from "./refusals";

/**
 * Checks the password of a logged-in user, with the same counter of wrong tries as the login (O-12, O-21). Throws
 * `wrong_password` and `busy`.
 */
export async function requirePassword(actor: Actor, password: string): Promise<CheckedUser> {
  const who = { userId: actor.user.id };
  const check = await checkPassword(actor.org.id, who, password, actor.client);
  if (!check.isRight) throw passwordRefusal("wrong_password");
  return check.user;
}
