import type { Actor } from "@/lib/access/actor";
import { findKnownDevice } from "@/lib/devices/known-devices";
import { type CheckedUser, checkPassword } from "./check-password";
import { passwordRefusal } from "./refusals";

/**
 * Checks the password of a logged-in user, with the same counters of wrong tries as the login (O-12, O-21). Throws
 * `wrong_password` and `busy`.
 */
export async function requirePassword(actor: Actor, password: string): Promise<CheckedUser> {
  const who = { userId: actor.user.id };
  const { org, client } = actor;
  const device = await findKnownDevice(org.id, who, client);
  const check = await checkPassword(org.id, who, password, { client, device });
  if (!check.isRight) throw passwordRefusal("wrong_password");
  return check.user;
}
