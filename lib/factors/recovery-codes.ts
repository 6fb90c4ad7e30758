/**
 * Recovery codes: ten at a time, 50 bits each, stored as keyed hashes. They use Crockford's base32 alphabet, which has
 * no look-alikes: O, I and L are read as 0, 1 and 1.
 */
import { randomInt } from "node:crypto";
import { and, count, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { recoveryCodes } from "@/db/schema/factors";
import { hmacSha256 } from "@/lib/core/crypto";
import { newId } from "@/lib/core/ids";
import { currentSealingKey, sealingKeys } from "@/lib/core/sealing-keys";
import type { OrgId } from "@/lib/orgs/org";

const howMany = 10;
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const codeLength = 10;

interface Owner {
  orgId: OrgId;
  userId: string;
}

const isOwnedBy = ({ orgId, userId }: Owner) =>
  and(eq(recoveryCodes.orgId, orgId), eq(recoveryCodes.userId, userId));

/** As in "abcde-fghjk". */
export function randomRecoveryCode(): string {
  const text = Array.from({ length: codeLength }, () => alphabet[randomInt(32)]).join("");
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/** The code in its stored form, without spaces, hyphens and look-alikes; null for text that cannot be a code. */
export function normalizeRecoveryCode(typed: string): string | null {
  const text = typed.toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");
  const isCode = text.length === codeLength && [...text].every((one) => alphabet.includes(one));
  return isCode ? text : null;
}

function hashRecoveryCode(secret: Buffer, userId: string, normal: string): Buffer {
  return hmacSha256(secret, `recovery code|${userId}|${normal}`);
}

/**
 * Replaces all of the user's codes by ten new ones, and returns those. They can never be read again. The caller holds
 * the user's lock.
 */
export async function replaceRecoveryCodes(tx: Db, owner: Owner): Promise<string[]> {
  await voidRecoveryCodes(tx, owner);
  const { id: sealingKeyId, secret } = currentSealingKey();
  const codes = new Set<string>();
  while (codes.size < howMany) codes.add(randomRecoveryCode());
  await tx.insert(recoveryCodes).values(
    [...codes].map((code) => ({
      id: newId("rec"),
      ...owner,
      codeHash: hashRecoveryCode(secret, owner.userId, normalizeRecoveryCode(code) ?? ""),
      sealingKeyId,
    })),
  );
  return [...codes];
}

export async function voidRecoveryCodes(tx: Db, owner: Owner): Promise<void> {
  await tx.delete(recoveryCodes).where(isOwnedBy(owner));
}

/**
 * Uses up one code, whichever sealing key it was hashed with. Only its owner knows it, so unlike an authenticator's
 * secret it cannot be given a newer key: an old key stays in the ring until its codes are used or made anew. Of parallel tries with the same code only one succeeds. Null if it is not an unused code of this
 * user.
 */
export async function spendRecoveryCode(
  tx: Db,
  owner: Owner,
  typed: string,
): Promise<{ id: string } | null> {
  const normal = normalizeRecoveryCode(typed);
  if (!normal) return null;
  const hashes = sealingKeys().map(({ secret }) => hashRecoveryCode(secret, owner.userId, normal));
  const [spent] = await tx
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(isOwnedBy(owner), inArray(recoveryCodes.codeHash, hashes), isNull(recoveryCodes.usedAt)),
    )
    .returning({ id: recoveryCodes.id });
  return spent ?? null;
}

export async function countRecoveryCodes(tx: Db, owner: Owner): Promise<number> {
  const [left] = await tx
    .select({ count: count() })
    .from(recoveryCodes)
    .where(and(isOwnedBy(owner), isNull(recoveryCodes.usedAt)));
  return left?.count ?? 0;
}
