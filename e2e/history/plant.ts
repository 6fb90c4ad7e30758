/** Makes a key whose pair is known before it exists, which the product never does. */
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { apiKeys } from "@/db/schema/keys";
import type { Actor } from "@/lib/access/actor";
import { hashSecret, mintCredentials } from "@/lib/api-keys/secret";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import type { Mode } from "@/lib/core/mode";
import type { Held } from "./clients";

export function plantKey(actor: Actor, mode: Mode) {
  const { keyId, secret } = mintCredentials(actor.org, mode);
  const id = newId("key");
  const held: Held = { keyId, secret, mode };
  const run = async (requestId: string) => {
    await db()
      .insert(apiKeys)
      .values({
        id,
        orgId: actor.org.id,
        merchantId: actor.merchant.id,
        mode,
        keyId,
        ...hashSecret(env().KEY_PEPPERS, secret),
        createdBy: actor.user.id,
        requestId,
        replacedAt: sql`now()`,
        deactivatesAt: sql`now() + interval '24 hours'`,
      })
      .onConflictDoNothing();
    return { keyId };
  };
  return { held, run };
}
