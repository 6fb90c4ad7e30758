/** What the home page may know: states and times, but no secret. */
import type { KeyStatus, LastUse } from "@/lib/api-keys/keys-view";
import type { Mode } from "@/lib/core/mode";
import type { Moment } from "@/lib/orgs/moment";

export interface HomeKey {
  keyId: string;
  mode: Mode;
  isCurrent: boolean;
  status: KeyStatus;
  created: Moment;
  expiry: Moment | null;
  deactivates: Moment | null;
  lastUse: LastUse | null;
  /** Requests that passed in the last 24 clock hours. */
  requests: number;
  /** Whole days since it was made. */
  daysOld: number;
  /** Whole days until its own expiry, rounded up; null: it never expires. */
  daysLeft: number | null;
}

/** One thing that needs attention, and the page where it is dealt with. */
export interface Attention {
  tone: "bad" | "warn" | "info";
  text: string;
  link: { href: string; label: string; mode: Mode | null };
}

/** Which steps towards the first payment are done. */
export interface Checklist {
  hasTestKey: boolean;
  hasMobile: boolean;
  isWebsiteSubmitted: boolean;
  hasLiveKey: boolean;
}

export interface HomeView {
  /** The database's clock, ISO. */
  readAt: string;
  /** Current keys by mode; null: none yet. */
  keys: Record<Mode, HomeKey | null>;
  attention: Attention[];
  /** Null once all steps are done. */
  checklist: Checklist | null;
}
