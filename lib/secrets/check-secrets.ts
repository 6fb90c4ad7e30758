import { db } from "@/db/client";
import { secretFingerprints } from "@/db/schema/secrets";
import { env } from "@/lib/core/env";
import {
  compareRings,
  fingerprintsOf,
  keyPepperMade,
  type Rings,
  type RingTrouble,
  type RingUse,
} from "@/lib/core/fingerprints";
import { readKnownSecrets } from "./read-known";

const sealed = "with which authenticator apps or recovery codes were sealed: they cannot be used";

const use: RingUse = {
  made: {
    KEY_PEPPERS: keyPepperMade,
    PASSWORD_PEPPERS: "with which passwords were hashed: their owners cannot log in",
    SEALING_KEYS: sealed,
    OTP_PEPPER: sealed,
  },
  // lib/core/sealing-keys.ts
  together: ["SEALING_KEYS", "OTP_PEPPER"],
};

/** Compares this process's secrets with those that the database knows. */
export async function compareSecrets(): Promise<RingTrouble> {
  return compareRings(ownRings(), await readKnownSecrets(db()), use);
}

/**
 * The same, and leaves the fingerprints of those that the database does not know. Of two processes that give one id to
 * two secrets the first is right and the other differs.
 */
export async function registerSecrets(): Promise<RingTrouble> {
  const found = await compareSecrets();
  if (found.differing.length > 0) return found;
  await db().insert(secretFingerprints).values(fingerprintsOf(ownRings())).onConflictDoNothing();
  return compareSecrets();
}

function ownRings(): Rings {
  const { NEXTAUTH_SECRET, KEY_PEPPERS, PASSWORD_PEPPERS, OTP_PEPPER } = env();
  const { SEALING_KEYS, AUDIT_SIGNING_KEYS } = env();
  const usual = { NEXTAUTH_SECRET, KEY_PEPPERS, PASSWORD_PEPPERS, OTP_PEPPER };
  return { ...usual, SEALING_KEYS, AUDIT_SIGNING_KEYS };
}
