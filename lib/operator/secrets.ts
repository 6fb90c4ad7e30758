/** What the database knows of the secrets of processes, for whoever changes them (docs/operations.md). */
import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { secretFingerprints, secretsInUse } from "@/db/schema/secrets";
import { operatorRefusal } from "./refusals";

interface SecretLine {
  ring: string;
  id: string;
  /** When a process with it was first started. */
  since: Date;
  /** Whether something that was made with it still counts; null for rings of which nobody knows. */
  isInUse: boolean | null;
}

/** What they made is sealed or hashed in rows that carry their id. Others make what ends by itself. */
const traceable = ["KEY_PEPPERS", "PASSWORD_PEPPERS", "SEALING_KEYS"];

export async function listSecrets(): Promise<SecretLine[]> {
  const { ring, id, createdAt } = secretFingerprints;
  const known = await db()
    .select({ ring, id, since: createdAt })
    .from(secretFingerprints)
    .orderBy(asc(ring), asc(createdAt), asc(id));
  const used = await db().select().from(secretsInUse);
  return known.map((secret) => {
    const isUsed = used.some((one) => one.ring === secret.ring && one.id === secret.id);
    return { ...secret, isInUse: isUsed || (traceable.includes(secret.ring) ? false : null) };
  });
}

/**
 * Forgets a fingerprint, so that the next process leaves that of its own secret: for an id that was first given to a
 * wrong one. Throws `unknown`, and `already_so` if something made with it still counts, because no other secret can
 * read that.
 */
export async function forgetSecret(ring: string, id: string): Promise<void> {
  const isThis = and(eq(secretFingerprints.ring, ring), eq(secretFingerprints.id, id));
  const used = await db().select().from(secretsInUse);
  if (used.some((one) => one.ring === ring && one.id === id))
    throw operatorRefusal(
      "already_so",
      `Something that was made with the secret ${id} of ${ring} is still in use, and no other secret can read it. Give the new secret an id of its own.`,
    );
  const gone = await db()
    .delete(secretFingerprints)
    .where(isThis)
    .returning({ id: secretFingerprints.id });
  if (gone.length === 0)
    throw operatorRefusal("unknown", `The database knows no secret ${id} of ${ring}.`);
}
