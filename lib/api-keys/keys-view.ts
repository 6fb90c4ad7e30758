/** What the API Keys page may know: never a secret, never its hash (SECURITY K-6). */

import type { WebsiteState } from "@/db/schema/people";
import type { Mode } from "@/lib/core/mode";
import type { Moment } from "@/lib/orgs/moment";

/** "frozen": refused until the freeze is lifted, whether the key is current or retiring. */
export type KeyStatus = "active" | "retiring" | "frozen" | "deactivated" | "expired";

/** The last request that passed with a key. */
export interface LastUse {
  at: Moment;
  /** Within the hour before `KeysView.readAt`: whoever stops the key now stops somebody. */
  isRecent: boolean;
  /** Where it came from, as the outermost trusted gateway saw it. */
  address: string;
}

export interface KeyRow {
  keyId: string;
  status: KeyStatus;
  created: Moment;
  createdBy: string;
  /** The key's own expiry, never the deactivation; null: "Never". */
  expiry: Moment | null;
  /** The end that regenerating (or deactivating) gave it; null on the current key. */
  deactivates: Moment | null;
  /** Where "Keep 24 hours more" would move the end to; null: not offered. */
  extendsTo: Moment | null;
  /** Null: never. Told a few seconds after the request. */
  lastUse: LastUse | null;
  /** Requests that passed in each of `KeysView.hours`. */
  requests: number[];
  /** Retiring, and there is evidence that nobody needs it any more (lib/api-keys/list-keys.ts). */
  isSafeToDeactivate: boolean;
}

/** Attempts that named a key of this mode and did not pass; alike ones of one hour are one. */
export interface FailedAttempt {
  keyId: string;
  lastAt: Moment;
  attempts: number;
  /** A sentence: "The secret is incomplete or has a typo." */
  cause: string;
  address: string;
}

export interface KeysView {
  mode: Mode;
  /** The database's clock when this was read, ISO: countdowns run from it, not from the browser's clock. */
  readAt: string;
  /** The mode's one current key (active, or expired and waiting to be replaced). */
  current: KeyRow | null;
  /** Replaced and not at their end yet; frozen ones too. */
  retiring: KeyRow[];
  /** Deactivated and replaced-and-expired keys, newest first. */
  past: KeyRow[];
  /** Why a key cannot be generated in this mode, or null. */
  blocked: "website_not_verified" | null;
  /** How far the review of the merchant's website is; null: nothing was submitted. */
  website: WebsiteState | null;
  /** Whom to write to, where an operator has frozen the merchant's keys; null: they are not frozen. */
  frozenContact: string | null;
  /** When the old key would stop, were "In 24 hours" chosen now. */
  graceEnds: Moment;
  /** The starts of the last 24 clock hours, oldest first; the last one is not over yet. */
  hours: Moment[];
  /** Newest first, at most ten. */
  failures: FailedAttempt[];
  /** A command that tries the current key and asks for its secret; null where the API's address is not configured. */
  curl: string | null;
}

/** One file of "Download Key Details" and "More formats"; bytes as DESIGN §2.4 fixes them. */
export interface KeyFile {
  format: "csv" | "env" | "json";
  name: string;
  mime: string;
  text: string;
}

/** The one response that ever holds the secret (SECURITY K-4). */
export interface MintedKey {
  keyId: string;
  secret: string;
  mode: Mode;
  files: KeyFile[];
  /** A command that tries this pair at once; null where the API's address is not configured. */
  curl: string | null;
}

/** `minted` is null when this very request had already made its key: the secret was shown then (K-13). */
export interface KeyChange {
  minted: MintedKey | null;
  /** The list after the change; null when it could not be read, which must not cost anybody the new secret. */
  view: KeysView | null;
}
