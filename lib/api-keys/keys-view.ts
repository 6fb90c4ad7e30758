/** What the API Keys page and its dialogs may know: never a secret, never its hash (SECURITY K-6). */

import type { WebsiteState } from "@/db/schema/people";
import type { Mode } from "@/lib/core/mode";
import type { Moment } from "@/lib/orgs/moment";
import type { KeyLife } from "@/lib/orgs/org";

/** "frozen": refused until the freeze is lifted, whether the key is current or retiring. */
export type KeyStatus = "active" | "retiring" | "frozen" | "deactivated" | "expired";

/** The last request that passed with a key. */
export interface LastUse {
  at: Moment;
  /** Used within the hour before `KeysView.readAt`, so stopping the key now would stop somebody. */
  isRecent: boolean;
  /** The client's address, as the outermost trusted gateway saw it. */
  address: string;
}

/** A key in a list and on its own page. */
export interface ShownKey {
  keyId: string;
  status: KeyStatus;
  created: Moment;
  createdBy: string;
  /** The key's own expiry, not its deadline; null: "Never". */
  expiry: Moment | null;
  /** The deadline set by regenerating or deactivating; null for the current key. */
  deactivates: Moment | null;
  /** The deadline after "Keep 24 hours more"; null: not offered. */
  extendsTo: Moment | null;
  /** Null: never used. Up to date within a few seconds. */
  lastUse: LastUse | null;
}

/** A key in the list of its mode. */
export interface KeyRow extends ShownKey {
  /** Requests that passed in each of `KeysView.hours`. */
  requests: number[];
  /** The key is retiring, and its usage suggests that nobody needs it (lib/api-keys/list-keys.ts). */
  isSafeToDeactivate: boolean;
}

/** Refused attempts with one key in the last 24 hours. */
interface FailedAttempts {
  keyId: string;
  attempts: number;
}

/** A clock hour, without the long form that nobody is shown. */
export type HourStart = Pick<Moment, "iso" | "date" | "time">;

/** What keys get that are made now (DESIGN §2.10). */
export interface KeyLifeView {
  chosen: KeyLife;
  /** "New Live keys live 90 days." */
  sentence: string;
  /** When a key made now would expire; null: never. */
  ends: Moment | null;
  offered: { life: KeyLife; name: string; ends: Moment | null }[];
}

/** What the dialogs about keys need to know, whichever page opens them. */
export interface FlowView {
  mode: Mode;
  /** When this was read by the database's clock, ISO. Countdowns start from it, not from the browser's clock. */
  readAt: string;
  /** The mode's current key: active, or expired and not yet replaced. A retiring key's page does not know it. */
  current: ShownKey | null;
  /** Replaced keys before their deadline, frozen ones too. A key's page knows only its own. */
  retiring: ShownKey[];
  /** When the current key would stop if "In 24 hours" were chosen now. */
  graceEnds: Moment;
  life: KeyLifeView;
}

/** The API Keys page. */
export interface KeysView extends FlowView {
  current: KeyRow | null;
  retiring: KeyRow[];
  /** Ended keys, newest first. */
  past: ShownKey[];
  /** Why no key can be generated in this mode; null: it can. */
  blocked: "website_not_verified" | null;
  /** The state of the website's review; null: nothing was submitted. */
  website: WebsiteState | null;
  /** If an operator has frozen the merchant's keys: the address to contact. Null: they are not frozen. */
  frozenContact: string | null;
  /** The starts of the last 24 clock hours, oldest first; the last hour is still running. */
  hours: HourStart[];
  /** The three keys with most of them, past keys too. */
  failures: FailedAttempts[];
  /** How programs use the current key; null: there is none, or the API's address is not configured. */
  use: KeyUse | null;
}

/** What "Use your key" fills into its programs. */
export interface KeyUse {
  /** Answers whose key it is. */
  url: string;
  /** The name of the downloaded file that sets KEY_ID and KEY_SECRET. */
  envFile: string;
}

/** One file of "Download Key Details" and "More formats", with its content as in DESIGN §2.4. */
export interface KeyFile {
  format: "csv" | "env" | "json";
  name: string;
  mime: string;
  text: string;
}

/** The only response that contains the secret (SECURITY K-4). */
export interface MintedKey {
  keyId: string;
  secret: string;
  mode: Mode;
  /** Its own end; null: never. */
  expiry: Moment | null;
  files: KeyFile[];
  /** A command that tries this key at once and prompts for its secret; null if the API's address is not configured. */
  curl: string | null;
}

/** `minted` is null if this same request made its key before, because the secret was shown then (K-13). */
export interface KeyChange {
  minted: MintedKey | null;
  /** The list after the change; null if it could not be read, because the new secret must be shown all the same. */
  view: KeysView | null;
}
