import type { Db } from "@/db/client";
import { spendRate } from "@/lib/access/spend-rate";
import { sha256 } from "@/lib/core/crypto";
import { log } from "@/lib/core/log";
import type { OrgId } from "@/lib/orgs/org";

const lettersPerHour = 5;

/**
 * Whether one more letter that anybody may cause may go to this address within the hour, whoever asks and whatever
 * for: our mail is nobody's weapon. The answer on screen never depends on it. Only the address's hash is kept.
 */
export async function spendLetter(tx: Db, orgId: OrgId, email: string): Promise<boolean> {
  const key = `letters ${orgId} ${sha256(email).toString("hex")}`;
  if (await spendRate(tx, key, lettersPerHour, 60 * 60)) return true;
  log().warn({ event: "letters.limited", org: orgId }, "an address gets no more letters this hour");
  return false;
}
