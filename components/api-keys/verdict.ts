/** Whether a retiring key can be stopped, in a sentence about its traffic. */
import type { KeyRow, KeysView } from "@/lib/api-keys/keys-view";
import { describeAgo, describeSpan } from "@/lib/core/ago";

interface Verdict {
  tone: "ok" | "warn" | "info";
  text: string;
}

/**
 * Only the server decides that a key is safe to stop. `elapsed` is the time since the list was read. How long a key was
 * silent is told as of the reading, because it may have been used since.
 */
export function verdictOn(row: KeyRow, view: KeysView, elapsed: number): Verdict {
  const readMs = Date.parse(view.readAt);
  const ago = (iso: string) => describeAgo(readMs - Date.parse(iso) + elapsed);
  const { lastUse, deactivates } = row;
  if (deactivates && Date.parse(deactivates.iso) <= readMs + elapsed) {
    return { tone: "info", text: "The old key is deactivated." };
  }
  if (row.status === "frozen") {
    return { tone: "info", text: "The old key is frozen: requests with it are refused." };
  }
  const past = lastUse
    ? `has been silent for ${describeSpan(readMs - Date.parse(lastUse.at.iso))}`
    : "was never used";
  if (row.isSafeToDeactivate) {
    return {
      tone: "ok",
      text: `Safe to deactivate: the old key ${past}, and the new key is in use.`,
    };
  }
  const newKey = view.current?.lastUse
    ? `The new key was last used ${ago(view.current.lastUse.at.iso)}.`
    : "The new key has not been used yet.";
  if (!lastUse?.isRecent) return { tone: "info", text: `The old key ${past}. ${newKey}` };
  const inUse = `Still in use: last request ${ago(lastUse.at.iso)}.`;
  return { tone: "warn", text: view.current?.lastUse ? inUse : `${inUse} ${newKey}` };
}
