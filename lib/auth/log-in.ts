import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { users } from "@/db/schema/people";
import { pendingLogins } from "@/db/schema/sessions";
import { type Client, isKnownAddress } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { spendRate } from "@/lib/access/spend-rate";
import { recordAudit } from "@/lib/audit/record-audit";
import { randomBase62, sha256 } from "@/lib/core/crypto";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { log } from "@/lib/core/log";
import type { Org } from "@/lib/orgs/org";
import type { CodePurpose } from "@/lib/otp/challenge";
import { requireCode } from "@/lib/otp/confirm-code";
import { consumeChallenge } from "@/lib/otp/consume-challenge";
import { findSentCode, sendCode } from "@/lib/otp/send-code";
import type { SentCode } from "@/lib/otp/sent-code";
import { type CheckedUser, checkPassword } from "./check-password";
import { findFirstMerchant } from "./find-first-merchant";
import { createSession } from "./sessions";

const pendingMinutes = 10;
const loginCode: CodePurpose = { purpose: "login", mode: null, keyId: null };

export type LogInResult = { step: "signed-in"; sid: string } | { step: "otp"; token: string };

/**
 * The one way in (L-11). Throws `wrong_credentials` for every kind of no, `rate_limited` per address, `busy`.
 * With 2-step verification on, a right password opens no session: it returns a token good for the OTP step
 * only (L-13); the caller then asks for a code.
 */
export async function logIn(
  org: Org,
  credentials: { email: string; password: string },
  client: Client,
): Promise<LogInResult> {
  await spendLogin(org, client);
  const check = await checkPassword(
    org.id,
    { email: credentials.email },
    credentials.password,
    client,
  );
  if (!check.isRight) return refuse(org, check.userId, client);
  const { user } = check;
  const merchantId = await findFirstMerchant(org, user.id);
  if (!merchantId) return refuse(org, user.id, client);
  if (user.isTwoStepOn) return { step: "otp", token: await openPendingLogin(org, user) };
  const { sid } = await transaction((tx) =>
    finishLogin(tx, org, { userId: user.id, merchantId, client }),
  );
  return { step: "signed-in", sid };
}

/** With no trusted proxy everybody has one address: the limit is then a wide one for the whole brand. */
async function spendLogin(org: Org, client: Client): Promise<void> {
  const limit = env().LOGINS_PER_MINUTE * (isKnownAddress(client) ? 1 : 10);
  if (await spendRate(db(), `login ${org.id} ${client.address}`, limit, 60)) return;
  log().warn(
    { event: "login.limited", org: org.id, address: client.address },
    "login limit reached",
  );
  throw new AppError("rate_limited");
}

async function refuse(org: Org, userId: string | undefined, client: Client): Promise<never> {
  const entry = { orgId: org.id, userId, client, outcome: "refused" } as const;
  await transaction((tx) => recordAudit(tx, "login.failed", entry));
  throw new AppError("wrong_credentials");
}

async function openPendingLogin(org: Org, user: CheckedUser): Promise<string> {
  const token = randomBase62(43);
  await db()
    .insert(pendingLogins)
    .values({
      id: newId("pnd"),
      orgId: org.id,
      userId: user.id,
      tokenHash: sha256(token),
      expiresAt: sql`now() + make_interval(mins => ${pendingMinutes})`,
    });
  return token;
}

async function finishLogin(
  tx: Db,
  org: Org,
  who: { userId: string; merchantId: string; client: Client; otpMobile?: string },
) {
  const session = await createSession(tx, { orgId: org.id, ...who });
  const { userId, merchantId, client } = who;
  await recordAudit(tx, "login.succeeded", {
    orgId: org.id,
    client,
    merchantId,
    userId,
    sessionId: session.sessionId,
    detail: { method: who.otpMobile ? "password and otp" : "password" },
  });
  return session;
}

interface PendingLogin {
  id: string;
  userId: string;
  mobile: string | null;
}

async function getPendingLogin(org: Org, token: string): Promise<PendingLogin> {
  const [pending] = await db()
    .select({ id: pendingLogins.id, userId: users.id, mobile: users.mobile })
    .from(pendingLogins)
    .innerJoin(users, and(eq(users.orgId, pendingLogins.orgId), eq(users.id, pendingLogins.userId)))
    .where(
      and(
        eq(pendingLogins.tokenHash, sha256(token)),
        eq(pendingLogins.orgId, org.id),
        isNull(pendingLogins.usedAt),
        isNull(users.disabledAt),
        sql`${pendingLogins.expiresAt} > now()`,
      ),
    );
  if (!pending) throw new AppError("login_expired");
  return pending;
}

/** Sends (or sends again) the OTP of a pending login. Throws `login_expired` and what `sendCode` throws. */
export async function sendLoginCode(org: Org, token: string, client: Client): Promise<SentCode> {
  const pending = await getPendingLogin(org, token);
  if (!pending.mobile) throw new AppError("login_expired");
  const holder = { pendingLoginId: pending.id };
  return sendCode({ org, userId: pending.userId, holder, client }, loginCode, pending.mobile);
}

/** The OTP step of a pending login as it stands, for a reloaded page; null when there is none. */
export async function findPendingLogin(org: Org, token: string): Promise<SentCode | null> {
  try {
    const pending = await getPendingLogin(org, token);
    return await findSentCode(org.id, pending.id);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** A right code turns the pending login into a session that counts as stepped up (D4). Returns the new sid. */
export async function verifyLogin(
  org: Org,
  token: string,
  guess: { challengeId: string; code: string },
  client: Client,
): Promise<{ sid: string }> {
  const pending = await getPendingLogin(org, token);
  const holder = { pendingLoginId: pending.id };
  const owner = { org, userId: pending.userId, holder, client };
  const challengeId = await requireCode(owner, loginCode, guess);
  const merchantId = await findFirstMerchant(org, pending.userId);
  return transaction(async (tx) => {
    await lockUser(tx, org.id, pending.userId);
    const otpMobile = await consumeChallenge(tx, owner, loginCode, challengeId);
    const isStillTheirs = otpMobile !== null && otpMobile === pending.mobile;
    if (!merchantId || !isStillTheirs || !(await spendPendingLogin(tx, org, pending))) {
      throw new AppError("login_expired");
    }
    return finishLogin(tx, org, { userId: pending.userId, merchantId, client, otpMobile });
  });
}

/** A pending login becomes a session once. */
async function spendPendingLogin(tx: Db, org: Org, { id }: PendingLogin): Promise<boolean> {
  const used = await tx
    .update(pendingLogins)
    .set({ usedAt: sql`now()` })
    .where(
      and(eq(pendingLogins.id, id), eq(pendingLogins.orgId, org.id), isNull(pendingLogins.usedAt)),
    )
    .returning({ id: pendingLogins.id });
  return used.length === 1;
}
