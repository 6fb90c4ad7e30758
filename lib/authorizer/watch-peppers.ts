import type pino from "pino";
import type { AuthorizerEnv } from "@/lib/core/authorizer-env";
import {
  compareRings,
  keyPepperMade,
  type RingUse,
  refuseDiffering,
} from "@/lib/core/fingerprints";
import { endForDiffering, RingWatch } from "@/lib/core/ring-watch";
import { KeyReader } from "./read-key";

/** Others leave the fingerprints of peppers, perhaps after its start. */
const compareEveryMs = 30_000;

const use: RingUse = { made: { KEY_PEPPERS: keyPepperMade }, together: [] };

type PepperEnv = Pick<AuthorizerEnv, "KEY_PEPPERS">;

/**
 * Compares the peppers with those that the database knows (D28). If it answers only once the process listens, a
 * difference ends the process; before that, whoever starts the watch is told.
 */
export function watchPeppers(
  { KEY_PEPPERS }: PepperEnv,
  { reader, life, log }: { reader: KeyReader; life: { isListening: boolean }; log: pino.Logger },
): RingWatch {
  return new RingWatch({
    read: async () => compareRings({ KEY_PEPPERS }, await reader.peppers(), use),
    refuse: (trouble) => life.isListening && endForDiffering(trouble),
    tell: (sentences) => log.warn({ why: sentences.join(" ") }, "the peppers are not all right"),
    againMs: compareEveryMs,
  });
}

/** Throws `Misconfigured` if a pepper differs, for whoever starts several processes: so that it is said once. */
export async function refuseOtherPeppers(env: AuthorizerEnv): Promise<void> {
  const { KEY_PEPPERS } = env;
  const reader = new KeyReader(env.AUTHORIZER_DATABASE_URL, 1);
  const known = await reader.peppers().catch(() => null);
  await reader.stop();
  if (known) refuseDiffering(compareRings({ KEY_PEPPERS }, known, use));
}
