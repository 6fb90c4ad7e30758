import type { Db } from "@/db/client";
import { spendRate } from "@/lib/access/spend-rate";
import { sha256 } from "@/lib/core/crypto";
import { log } from "@/lib/core/log";
import type { OrgId } from "@/lib/orgs/org";

const lettersPerHour = 5;

/**
 * Which letters are counted together: those that anybody causes by typing an address; those that reset a password, so
 * that sign-ups with somebody's address do not cost them the way back in; and the resets asked for in a known browser,
 * so that strangers' do not either.
 */
type Budget = "letters" | "reset letters" | `reset letters ${string}`;

/**
 * Counts one letter to this address and returns whether it may be sent. An address gets five an hour of each budget,
 * whoever requests them, so nobody can flood a mailbox through us. The answer on screen must not depend on it. Only a
 * hash of the address is stored.
 */
export async function spendLetter(
  tx: Db,
  orgId: OrgId,
  email: string,
  budget: Budget,
): Promise<boolean> {
  const key = `${budget} ${orgId} ${sha256(email).toString("hex")}`;
  if (await spendRate(tx, key, lettersPerHour, 60 * 60)) return true;
  log().warn({ event: "letters.limited", org: orgId }, "an address gets no more letters this hour");
  return false;
}
