import { transaction } from "@/db/client";
import type { Client } from "@/lib/access/actor";
import { lockUser } from "@/lib/access/lock-user";
import { accessRefusal } from "@/lib/access/refusals";
import { recordAudit } from "@/lib/audit/record-audit";
import { AppError } from "@/lib/core/errors";
import { findKnownDevice } from "@/lib/devices/known-devices";
import { spendTry } from "@/lib/devices/spend-try";
import type { Org } from "@/lib/orgs/org";
import { requireCode } from "@/lib/otp/confirm-code";
import { consumeChallenge, type Proved } from "@/lib/otp/consume-challenge";
import { findOpenLoginCode } from "@/lib/otp/find-open-login-code";
import { findLockWords } from "@/lib/otp/lock";
import { openChallenge } from "@/lib/otp/open-challenge";
import type { SentCode } from "@/lib/otp/sent-code";
import { ownTarget } from "@/lib/otp/target";
import { checkPassword } from "@/lib/passwords/check-password";
import type { Cover } from "@/lib/sessions/cover";
import { counted } from "./count-login";
import { findFirstMerchant } from "./find-first-merchant";
import { finishLogin, type LoggedIn } from "./finish-login";
import { lockCheckedUser } from "./lock-checked-user";
import {
  getPendingLogin,
  openPendingLogin,
  type PendingLogin,
  spendPendingLogin,
} from "./pending-login";
import { loginRefusal } from "./refusals";

const loginCode = ownTarget("login");

export type LogInResult = ({ step: "signed-in" } & LoggedIn) | { step: "otp"; token: string };

/**
 * The only way to log in (L-11). Throws `wrong_credentials` for every failed login, `rate_limited` (by
 * address, or by known browser) and `busy`. With 2-step verification on, a right password opens no session. It returns a token for the OTP step only
 * (L-13), with which the caller requests a code.
 */
export const logIn = counted(checkAndOpen, ({ step }) => (step === "otp" ? "code_asked" : "in"));

async function checkAndOpen(
  org: Org,
  credentials: { email: string; password: string },
  client: Client,
): Promise<LogInResult> {
  const { email, password } = credentials;
  const device = await findKnownDevice(org.id, { email }, client);
  await spendTry(org, client, "login", device);
  const check = await checkPassword(org.id, { email }, password, { client, device });
  if (!check.isRight) return refuse(org, check.userId, client);
  const { user } = check;
  const merchantId = await findFirstMerchant(org, user.id);
  if (!merchantId) return refuse(org, user.id, client);
  const result = await transaction(async (tx): Promise<LogInResult | null> => {
    if (!(await lockCheckedUser(tx, org.id, user))) return null;
    if (user.isTwoStepOn) return { step: "otp", token: await openPendingLogin(org, user, tx) };
    const session = await finishLogin(tx, org, { userId: user.id, merchantId, client });
    return { step: "signed-in", ...session };
  });
  return result ?? refuse(org, user.id, client);
}

async function refuse(org: Org, userId: string | undefined, client: Client): Promise<never> {
  const entry = { orgId: org.id, userId, client, outcome: "refused" } as const;
  await transaction((tx) => recordAudit(tx, "login.failed", entry));
  throw loginRefusal("wrong_credentials");
}

/**
 * Requests a code for a pending login, the first or another one; `byText` prefers SMS to the app. Throws
 * `login_expired` and what `sendSmsCode` throws.
 */
export async function sendLoginCode(
  org: Org,
  token: string,
  client: Client,
  byText = false,
): Promise<SentCode> {
  const pending = await getPendingLogin(org, token);
  const holder = { pendingLoginId: pending.id };
  const owner = { org, userId: pending.userId, holder, client };
  const asked = await openChallenge(owner, loginCode, byText);
  if (!asked) throw accessRefusal("login_expired");
  return asked;
}

/** What the OTP step of a pending login shows. */
export type OtpStep =
  | { at: "code"; sent: SentCode }
  /** Too many wrong codes: nothing can be entered for a while (D11). */
  | { at: "locked"; words: string };

/** The OTP step of a pending login, for a reloaded page; null if there is none. */
export async function findPendingLogin(org: Org, token: string): Promise<OtpStep | null> {
  try {
    const pending = await getPendingLogin(org, token);
    if (pending.isLocked) {
      const words = await findLockWords({ org, userId: pending.userId });
      if (words) return { at: "locked", words };
    }
    const sent = await findOpenLoginCode(org.id, pending.id);
    return sent && { at: "code", sent };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Exchanges a right code for a session that is covered (D4). */
export const verifyLogin = counted(exchangeCode, () => "in");

async function exchangeCode(
  org: Org,
  token: string,
  guess: { challengeId: string; code: string },
  client: Client,
): Promise<LoggedIn> {
  const pending = await getPendingLogin(org, token);
  const holder = { pendingLoginId: pending.id };
  const owner = { org, userId: pending.userId, holder, client };
  const challengeId = await requireCode(owner, guess);
  const merchantId = await findFirstMerchant(org, pending.userId);
  return transaction(async (tx) => {
    await lockUser(tx, org.id, pending.userId);
    const cover = coverOf(await consumeChallenge(tx, owner, loginCode, challengeId), pending);
    if (!merchantId || !cover || !(await spendPendingLogin(tx, org, pending))) {
      throw accessRefusal("login_expired");
    }
    return finishLogin(tx, org, { userId: pending.userId, merchantId, client, cover });
  });
}

/** The cover, if the mobile or app that was proved is still the user's. */
function coverOf(proved: Proved | null, pending: PendingLogin): Cover | null {
  const { mobile = null, authenticatorId = null } = proved ?? {};
  if (mobile && mobile === pending.mobile) return { mobile };
  if (authenticatorId && authenticatorId === pending.authenticatorId) return { authenticatorId };
  return null;
}
