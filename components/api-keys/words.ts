/** The sentences of the API Keys page that depend on a key, a mode or a brand. */
import type { KeyRow, KeysView } from "@/lib/api-keys/keys-view";
import { modeNames } from "@/lib/core/mode";
import type { Moment } from "@/lib/orgs/moment";
import type { KeyLife } from "@/lib/orgs/org";
import type { Flow } from "./flow";

export const inWords = (at: Pick<Moment, "date" | "time">) => `${at.date}, ${at.time}`;

/** The end of a Key Id, where the whole id would be too long. */
export const tailOf = ({ keyId }: { keyId: string }) => `…${keyId.slice(-4)}`;

/** The sum of requests over `KeysView.hours`. */
export const totalOf = ({ requests }: KeyRow) => requests.reduce((sum, more) => sum + more, 0);

/** "deactivate" → "Deactivate". Works for every brand's spelling. */
export const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** "23 h 59 min". Hours are not turned into days, so that a deadline never looks shorter than it is. */
export function timeLeft(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The note about the old key, in the dialog that shows its replacement. */
export function oldKeyNote(flow: Flow, view: KeysView | null): string | null {
  if (flow.kind !== "regenerate" || !flow.row || !view) return null;
  const old = view.retiring.find((row) => row.keyId === flow.row?.keyId);
  if (old?.status === "frozen") return "The old key is frozen: requests with it are refused.";
  if (old?.deactivates) return `The old key works until ${inWords(old.deactivates)}.`;
  return "The old key is refused from now on.";
}

/** The notice on the page after a flow that shows no new key. */
export function doneNotice({ kind, row }: Flow, view: KeysView | null): string | null {
  if (kind === "deactivate") return `${row?.keyId} no longer works.`;
  const now = view?.retiring.find(({ keyId }) => keyId === row?.keyId);
  const end = now ? now.deactivates : row?.extendsTo;
  return row && end ? `${row.keyId} works until ${inWords(end)}.` : null;
}

/** What entering the code will confirm. */
export function purposeOf(flow: Flow): string {
  const key = `the ${modeNames[flow.mode]} key`;
  switch (flow.kind) {
    case "generate":
      return `It confirms: generate ${key}.`;
    case "regenerate":
      return flow.choice === "now"
        ? `It confirms: replace ${key} and stop the old one immediately.`
        : `It confirms: replace ${key} and stop the old one in 24 hours.`;
    case "deactivate":
      return `It confirms: stop ${flow.row?.keyId} now.`;
    case "extend":
      return flow.row?.extendsTo
        ? `It confirms: keep ${flow.row.keyId} until ${inWords(flow.row.extendsTo)}.`
        : `It confirms: keep ${flow.row?.keyId} 24 hours more.`;
  }
}

/** What entering the code for "Change key life" will confirm. */
export function lifePurpose({ mode, life }: Pick<KeysView, "mode" | "life">, chosen: KeyLife) {
  const name = life.offered.find((one) => one.life === chosen)?.name;
  return `It confirms: new ${modeNames[mode]} keys ${chosen === "never" ? "never expire" : `live ${name}`}.`;
}

const dayMs = 24 * 60 * 60 * 1000;
const announceDays = 30;

/**
 * "7 days" until a key expires, from 30 days ahead; null: that is further away. Begun days and hours count as whole ones;
 * in the last 23 hours it is as precise as a countdown.
 */
export function expiresIn(ms: number): string | null {
  if (ms > announceDays * dayMs) return null;
  if (ms <= (23 / 24) * dayMs) return timeLeft(ms);
  const days = Math.ceil(ms / dayMs);
  return days === 1 ? "1 day" : `${days} days`;
}
