import { findTrouble } from "@/db/find-trouble";
import { log } from "@/lib/core/log";
import { watchSecrets } from "@/lib/secrets/watch-secrets";

/** What was logged last; every Next bundle has a copy of this module and they speak of one database. */
const holder = globalThis as { keydeskTrouble?: string | null };

/**
 * 200 when the process can do its work (with a sentence for each secret that it lacks), otherwise 503 with what keeps it from it. A trouble and its end are logged
 * once, however often this is asked.
 */
export async function readyResponse(): Promise<Response> {
  const secrets = watchSecrets();
  const trouble = (await tellTrouble()) ?? secrets.trouble;
  const ready = secrets.warning ? `ready\n${secrets.warning}\n` : "ready\n";
  return new Response(trouble === null ? ready : `not ready: ${trouble}\n`, {
    status: trouble === null ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}

/** Asks the database and logs what is new about it; returns what keeps it from being used. */
export async function tellTrouble(): Promise<string | null> {
  const { trouble, warning } = await findTrouble();
  const said = trouble ?? warning;
  if (said !== (holder.keydeskTrouble ?? null)) {
    if (said === null) log().info("the database can be used again");
    else log().warn({ why: said }, trouble ? "not ready" : "ready, for now");
    holder.keydeskTrouble = said;
  }
  return trouble;
}
