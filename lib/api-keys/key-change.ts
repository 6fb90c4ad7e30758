import type { Actor } from "@/lib/access/actor";
import { log } from "@/lib/core/log";
import type { Mode } from "@/lib/core/mode";
import { formatMoment } from "@/lib/orgs/moment";
import type { Minted } from "./insert-key";
import { keyFiles } from "./key-files";
import { curlLine } from "./key-use";
import type { KeyChange } from "./keys-view";
import { listKeys } from "./list-keys";

/** The answer to a change: the list as it is now and, only here, the new secret with its files (K-4). */
export async function toKeyChange(
  actor: Actor,
  mode: Mode,
  minted: Minted | null,
): Promise<KeyChange> {
  // The change is committed, so the secret must reach its owner even if the list cannot be read.
  const view = await listKeys(actor, mode).catch((error) => {
    log().error({ err: error, incident: actor.client.requestId }, "list not read after a change");
    return null;
  });
  if (!minted) return { minted: null, view };
  const { keyId, secret } = minted;
  const files = keyFiles(actor.org, mode, minted);
  const curl = curlLine(actor.org.id, keyId);
  const expiry = minted.expiresAt && formatMoment(actor.org, minted.expiresAt);
  return { minted: { keyId, secret, mode, expiry, files, curl }, view };
}
