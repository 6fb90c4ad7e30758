import { log } from "@/lib/core/log";
import { endForDiffering, RingWatch } from "@/lib/core/ring-watch";
import { compareSecrets, registerSecrets } from "./check-secrets";

/** Whoever has left its fingerprints sees little that is new later. */
const againMs = 10 * 60_000;

// Next evaluates server modules more than once in one process; what is watched is the process.
const holder = globalThis as { keydeskSecrets?: RingWatch };

/** Compares the secrets of this dashboard or worker with the database's, for as long as it runs (D28). */
export function watchSecrets(): RingWatch {
  holder.keydeskSecrets ??= new RingWatch({
    read: (isFirst) => (isFirst ? registerSecrets() : compareSecrets()),
    refuse: endForDiffering,
    againMs,
    tell: (sentences) => log().warn({ why: sentences.join(" ") }, "the secrets are not all right"),
  });
  return holder.keydeskSecrets;
}
