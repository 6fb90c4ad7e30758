import { and, eq, lt, sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import { otpChallenges } from "@/db/schema/sessions";
import type { CodeVerdict } from "@/lib/access/actor";
import { type AuditEvent, recordAudit } from "@/lib/audit/record-audit";
import type { AppError } from "@/lib/core/errors";
import { passAuthenticator } from "./authenticator";
import { type CodeOwner, isHashOfCode, isOpen, isOwn, triesPerCode } from "./challenge";
import { type Challenge, findChallenge } from "./find-challenge";
import { lockedRefusal } from "./lock";
import { notifyOfLock } from "./notify-of-lock";
import { type CodeRefusal, codeRefusal } from "./refusals";
import { addTry, forgiveTries, lockTries } from "./tries";

const codeRefusals: Record<Exclude<CodeVerdict, "confirmed" | "locked">, CodeRefusal> = {
  wrong: "wrong_code",
  expired: "code_expired",
  "used-up": "code_used_up",
};

/** The error that the user sees for a verdict. For a lock it says until when, and who can help. */
export async function refusalForVerdict(
  owner: CodeOwner,
  verdict: CodeVerdict,
  on: Db = db(),
): Promise<AppError> {
  if (verdict === "locked") return lockedRefusal(owner, on);
  // A confirmed code that is refused here was already used, or was for something else.
  return codeRefusal(verdict === "confirmed" ? "code_expired" : codeRefusals[verdict]);
}

/** The code that was entered, and the challenge that the page knows. */
export interface Guess {
  challengeId: string;
  code: string;
}

/**
 * Confirms a code, once. The try is counted and committed before the comparison, so neither parallel guesses nor a
 * rollback give a free try (O-5, O-6, M1, M2). A malformed code counts as a wrong one (O-9). A code allows five tries;
 * nine wrong codes in a row, of any kind, lock the user (D11, `tries.ts`). Never throws for a wrong code.
 */
export async function confirmCode(
  owner: CodeOwner,
  challenge: Challenge,
  code: string,
): Promise<CodeVerdict> {
  const counted = await transaction((tx) => countTry(tx, owner, challenge));
  if (typeof counted === "string") return report(owner, challenge, counted);
  if (!(await isRightCode(owner, { challengeId: challenge.id, code }, counted)))
    return report(
      owner,
      challenge,
      counted.isLastOfUser ? "locked" : "wrong",
      counted.isLastOfUser,
    );
  return transaction((tx) => settle(tx, owner, challenge));
}

/**
 * Like `confirmCode`, for callers that need a right code: returns the id of the confirmed challenge, or throws the
 * refusal.
 */
export async function requireCode(owner: CodeOwner, { challengeId, code }: Guess): Promise<string> {
  const challenge = await findChallenge(owner, challengeId);
  const verdict = challenge ? await confirmCode(owner, challenge, code) : "expired";
  if (!challenge || verdict !== "confirmed") throw await refusalForVerdict(owner, verdict);
  return challenge.id;
}

type Counted = {
  codeHash: Buffer | null;
  authenticatorId: string | null;
  isLastOfUser: boolean;
};

async function isRightCode(owner: CodeOwner, guess: Guess, counted: Counted): Promise<boolean> {
  const { codeHash, authenticatorId } = counted;
  if (!/^\d{6}$/.test(guess.code)) return false;
  if (authenticatorId === null)
    return codeHash !== null && isHashOfCode(codeHash, guess.challengeId, guess.code);
  return transaction((tx) =>
    passAuthenticator(tx, { orgId: owner.org.id, authenticatorId, code: guess.code }),
  );
}

async function countTry(tx: Db, owner: CodeOwner, { id }: Challenge) {
  const tries = await lockTries(tx, owner);
  if (!tries) return "expired" satisfies CodeVerdict;
  if (tries.isLocked) return "locked" satisfies CodeVerdict;
  const isThisChallenge = and(eq(otpChallenges.id, id), isOwn(owner));
  const [challenge] = await tx
    .update(otpChallenges)
    .set({ attempts: sql`${otpChallenges.attempts} + 1` })
    .where(and(isThisChallenge, isOpen, lt(otpChallenges.attempts, triesPerCode)))
    .returning({
      codeHash: otpChallenges.codeHash,
      authenticatorId: otpChallenges.authenticatorId,
    });
  if (!challenge) {
    const [open] = await tx
      .select({ id: otpChallenges.id })
      .from(otpChallenges)
      .where(and(isThisChallenge, isOpen));
    return open ? ("used-up" satisfies CodeVerdict) : ("expired" satisfies CodeVerdict);
  }
  const isLastOfUser = await addTry(tx, owner, tries.wrong);
  return { ...challenge, isLastOfUser } satisfies Counted;
}

/** After a right code: resets the counters and confirms the challenge. Of parallel submits exactly one succeeds. */
async function settle(tx: Db, owner: CodeOwner, challenge: Challenge): Promise<CodeVerdict> {
  await forgiveTries(tx, owner);
  const confirmed = await tx
    .update(otpChallenges)
    .set({ confirmedAt: sql`now()`, codeHash: null })
    .where(and(eq(otpChallenges.id, challenge.id), isOwn(owner), isOpen))
    .returning({ id: otpChallenges.id });
  if (confirmed.length === 0) return "expired";
  await recordAudit(tx, "otp.confirmed", auditEntry(owner, challenge, "ok"));
  return "confirmed";
}

const refusalEvents: Record<Exclude<CodeVerdict, "confirmed" | "expired">, AuditEvent> = {
  wrong: "otp.failed",
  "used-up": "otp.failed",
  locked: "otp.locked",
};

async function report(
  owner: CodeOwner,
  challenge: Challenge,
  verdict: Exclude<CodeVerdict, "confirmed">,
  isNewLock = false,
) {
  // No audit row: no code was compared, and anybody may send made-up challenge ids.
  if (verdict === "expired") return verdict;
  await transaction(async (tx) => {
    await recordAudit(tx, refusalEvents[verdict], {
      ...auditEntry(owner, challenge, "refused"),
      detail: { purpose: challenge.target.purpose, verdict },
    });
    if (isNewLock) await notifyOfLock(tx, owner);
  });
  return verdict;
}

function auditEntry(owner: CodeOwner, { target }: Challenge, outcome: "ok" | "refused") {
  return {
    orgId: owner.org.id,
    client: owner.client,
    merchantId: owner.merchantId,
    userId: owner.userId,
    ...("sessionId" in owner.holder ? { sessionId: owner.holder.sessionId } : {}),
    outcome,
    detail: { purpose: target.purpose },
  };
}
