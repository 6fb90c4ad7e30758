import { and, eq } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { members, users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record-audit";
import { log } from "@/lib/core/log";
import type { KnownDevice } from "@/lib/devices/known-devices";
import type { OrgId } from "@/lib/orgs/org";
import { withHashingPlace } from "./bcrypt-pool";
import { countTry, endGuessing, forgiveTry, lockFrom, type Try, type Who } from "./count-try";
import { hashPassword, isOutdated, verifyPassword } from "./password";

export interface CheckedUser {
  id: string;
  name: string;
  email: string;
  mobile: string | null;
  authenticatorId: string | null;
  isTwoStepOn: boolean;
  /** As they were when the password was found right: what is done with the answer must still find them so. */
  passwordHash: string | null;
  loginEpoch: number;
}

export type PasswordCheck =
  | { isRight: true; user: CheckedUser }
  /** `userId` is for the audit trail only. The answer must not show whether the user exists. */
  | { isRight: false; userId: string | undefined };

/**
 * Checks a user's password. Unknown, disabled, locked and wrong all give the same result and take one bcrypt comparison
 * (L-7, L-8). The try is counted before the comparison (`count-try.ts`), and a right password resets the count (L-9).
 * Confirming a password while logged in uses the same counters (O-21). Open sessions are not affected. `device` is the
 * known browser that the request came from. Throws `busy`, without counting the try.
 */
export function checkPassword(
  orgId: OrgId,
  who: Who,
  password: string,
  { client, device }: { client: Client; device: KnownDevice | null },
): Promise<PasswordCheck> {
  const knownUser = device?.userId ?? ("userId" in who ? who.userId : null);
  const asker = knownUser === null ? { network: client.address } : { knownUser };
  return withHashingPlace(asker, async () => {
    const tried = await countTry(orgId, who, device);
    const isRight = await verifyPassword(password, tried?.user.passwordHash ?? null);
    if (tried && isRight) return { isRight, user: await accept(orgId, tried, password) };
    if (tried) await refuse(orgId, tried, client);
    return { isRight: false, userId: tried?.user.id };
  });
}

async function accept(orgId: OrgId, tried: Try, password: string): Promise<CheckedUser> {
  await forgiveTry(orgId, tried);
  const { user } = tried;
  const passwordHash = isOutdated(user.passwordHash ?? "")
    ? await renewHash(orgId, user, password)
    : user.passwordHash;
  const { id, name, email, mobile, authenticatorId, isTwoStepOn, loginEpoch } = user;
  return { id, name, email, mobile, authenticatorId, isTwoStepOn, loginEpoch, passwordHash };
}

async function refuse(orgId: OrgId, tried: Try, client: Client): Promise<void> {
  await endGuessing(orgId, tried);
  if (tried.count >= lockFrom) await reportLock(orgId, tried, client);
}

/** Best effort, and never over a password that was changed meanwhile (L-5). Returns the hash that is stored now. */
async function renewHash(
  orgId: OrgId,
  user: { id: string; passwordHash: string | null },
  password: string,
): Promise<string | null> {
  try {
    const passwordHash = await hashPassword(password);
    const renewed = await db()
      .update(users)
      .set({ passwordHash })
      .where(
        and(
          eq(users.id, user.id),
          eq(users.orgId, orgId),
          eq(users.passwordHash, user.passwordHash ?? ""),
        ),
      )
      .returning({ id: users.id });
    return renewed.length === 1 ? passwordHash : user.passwordHash;
  } catch (error) {
    log().warn({ err: error }, "an old password hash was not renewed");
    return user.passwordHash;
  }
}

/** On record with the merchant that the user joined first, so that it can be read there. */
function reportLock(orgId: OrgId, { user, device }: Try, client: Client): Promise<void> {
  return transaction(async (tx) => {
    const [member] = await tx
      .select({ merchantId: members.merchantId })
      .from(members)
      .where(and(eq(members.orgId, orgId), eq(members.userId, user.id)))
      .orderBy(members.createdAt, members.merchantId)
      .limit(1);
    const whose = { orgId, merchantId: member?.merchantId, userId: user.id };
    const detail = { browser: device ? "known" : "unknown" };
    await recordAudit(tx, "password.locked", { ...whose, client, outcome: "refused", detail });
  });
}
