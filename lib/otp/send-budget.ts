import { and, eq, gt, isNull, not, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { otpChallenges } from "@/db/schema/sessions";
import { isKnownAddress } from "@/lib/access/actor";
import { spendRate } from "@/lib/access/spend-rate";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { type CodeOwner, isHeldBy } from "./challenge";
import { codeRefusal } from "./refusals";
import { isFor, type Target } from "./target";

/** If fewer of the sent codes are ever entered, somebody is probably making us send SMS for profit (O-15). */
const suspiciousShare = 0.2;
const suspiciousVolume = 100;

const isSent = isNull(otpChallenges.unsentAt);

/**
 * Sends that the gateway refused do not count as sent. They are limited too, in case the gateway sent them after all
 * (R-7).
 */
const triesPerSend = 3;

/**
 * Which sends count together. A number that is not verified yet may be anybody's: what a stranger sends to it must not
 * use up the codes of the person whose verified number it is. So the two never share a budget: codes to a user's own
 * number count against that user alone, codes to new numbers against the user and the number.
 */
function poolOf({ purpose }: Target, owner: CodeOwner, mobile: string) {
  const isOfUser = eq(otpChallenges.userId, owner.userId);
  return purpose === "verify-mobile"
    ? {
        name: "new",
        isIn: isToNewNumber,
        isCounted: or(isOfUser, eq(otpChallenges.mobile, mobile)),
      }
    : { name: "own", isIn: not(isToNewNumber), isCounted: isOfUser };
}

const isToNewNumber = eq(otpChallenges.purpose, "verify-mobile");

/**
 * Budgets an hour and a day count what was sent, on the database's clock; no header and no second session refills them
 * (O-8). The gap is one of resending: per session or login, action and key. The caller holds the user's lock, and the
 * number is locked here, so parallel sends cannot overspend. Throws `sent_too_soon` or `sent_too_often`.
 */
export async function spendSendBudget(tx: Db, owner: CodeOwner, target: Target, mobile: string) {
  const limits = env();
  const pool = poolOf(target, owner, mobile);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('otp ' || ${mobile}, 0))`);
  const [spent] = await tx
    .select({
      recent: sql<number>`count(*) filter (where ${and(
        eq(otpChallenges.userId, owner.userId),
        isFor(target),
        isHeldBy(owner.holder),
        isSent,
        sql`${otpChallenges.createdAt} > now() - make_interval(secs => ${limits.OTP_RESEND_SECONDS})`,
      )})::int`,
      hour: sql<number>`count(*) filter (where ${isSent} and ${otpChallenges.createdAt} > now() - interval '1 hour')::int`,
      day: sql<number>`count(*) filter (where ${isSent})::int`,
      tries: sql<number>`count(*)::int`,
    })
    .from(otpChallenges)
    .where(
      and(
        eq(otpChallenges.orgId, owner.org.id),
        eq(otpChallenges.method, "sms"),
        pool.isIn,
        pool.isCounted,
        gt(otpChallenges.createdAt, sql`now() - interval '1 day'`),
      ),
    );
  if (!spent) return;
  if (spent.recent > 0) throw codeRefusal("sent_too_soon");
  const isSpent =
    spent.hour >= limits.OTP_SENDS_PER_HOUR ||
    spent.day >= limits.OTP_SENDS_PER_DAY ||
    spent.tries >= limits.OTP_SENDS_PER_DAY * triesPerSend ||
    !(await spendAddress(tx, owner, pool.name));
  if (isSpent) {
    log().warn(
      { event: "otp.limited", org: owner.org.id, user: owner.userId },
      "send budget spent",
    );
    throw codeRefusal("sent_too_often");
  }
  await spendBrandBudget(tx, owner, pool.isIn, limits.OTP_SENDS_PER_DAY_TOTAL);
}

/** One network may cause so many sends an hour, whosever they are. */
async function spendAddress(tx: Db, { client }: CodeOwner, pool: string): Promise<boolean> {
  if (!isKnownAddress(client)) return true;
  return spendRate(
    tx,
    `otp ${pool} ${client.address}`,
    env().OTP_SENDS_PER_HOUR_PER_ADDRESS,
    60 * 60,
  );
}

/** The brand's daily cap of this pool, and the alarm for codes that nobody enters. */
async function spendBrandBudget(
  tx: Db,
  owner: CodeOwner,
  isInPool: SQL,
  cap: number,
): Promise<void> {
  const result = await tx.execute<{ sent: number; hour: number; confirmed: number }>(sql`
    select count(*)::int as sent,
      count(*) filter (where created_at > now() - interval '1 hour')::int as hour,
      count(*) filter (where created_at > now() - interval '1 hour' and confirmed_at is not null)::int as confirmed
    from otp_challenges
    where org_id = ${owner.org.id} and created_at > now() - interval '1 day' and unsent_at is null
      and method = 'sms' and ${isInPool}`);
  const { sent = 0, hour = 0, confirmed = 0 } = result.rows[0] ?? {};
  if (hour >= suspiciousVolume && confirmed < hour * suspiciousShare) {
    log().error(
      { alarm: "otp.rarely_entered", org: owner.org.id, hour, confirmed },
      "few sent codes are entered",
    );
  }
  if (sent >= cap) {
    log().error(
      { alarm: "otp.daily_cap", org: owner.org.id, sent },
      "the brand's daily cap of codes is reached",
    );
    throw codeRefusal("sent_too_often");
  }
}
