import type { Db } from "@/db/client";
import { secretFingerprints, secretsInUse } from "@/db/schema/secrets";
import type { KnownSecrets } from "@/lib/core/fingerprints";

export async function readKnownSecrets(db: Db): Promise<KnownSecrets> {
  const { ring, id, fingerprint } = secretFingerprints;
  const fingerprints = await db.select({ ring, id, fingerprint }).from(secretFingerprints);
  return { fingerprints, inUse: await db.select().from(secretsInUse) };
}
