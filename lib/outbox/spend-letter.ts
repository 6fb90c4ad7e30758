import type { Db } from "@/db/client";
import { spendRate } from "@/lib/access/spend-rate";
import { sha256 } from "@/lib/core/crypto";
import { log } from "@/lib/core/log";
import type { OrgId } from "@/lib/orgs/org";

const lettersPerHour = 5;

/**
 * Counts one letter to this address and returns whether it may be sent. An address gets five an hour, whoever requests
 * them and for whatever reason, so nobody can flood a mailbox through us. The answer on screen must not depend on it.
 * Only a hash of the address is stored.
 */
export async function spendLetter(tx: Db, orgId: OrgId, email: string): Promise<boolean> {
  const key = `letters ${orgId} ${sha256(email).toString("hex")}`;
  if (await spendRate(tx, key, lettersPerHour, 60 * 60)) return true;
  log().warn({ event: "letters.limited", org: orgId }, "an address gets no more letters this hour");
  return false;
}
