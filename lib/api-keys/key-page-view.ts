/** What a key's own page may know: never a secret, never its hash (SECURITY K-6). */
import type { Moment } from "@/lib/orgs/moment";
import type { AddressRow } from "./describe-addresses";
import type { FlowView, ShownKey } from "./keys-view";

/** A day or a clock hour, and how many requests passed and were refused in it. */
export interface TrafficSpan {
  name: string;
  requests: number;
  refused: number;
}

/** Refused attempts with one cause. */
interface FailureCauseView {
  /** A sentence: "The secret is incomplete or has a typo." */
  cause: string;
  attempts: number;
  lastAt: Moment;
  /** Where the last attempt came from; null: no longer known. */
  address: string | null;
}

export interface KeyPageView extends FlowView {
  key: ShownKey;
  /** The key before it in this mode; null: it was the first. */
  replaces: string | null;
  /** The key that came after it; null: none has. */
  replacedBy: string | null;
  /** From where it was used in the last 30 days, the busiest address first. */
  addresses: AddressRow[];
  /** If an operator has frozen the merchant's keys: the address to contact. Null: they are not frozen. */
  frozenContact: string | null;
  /** The last 30 days in the brand's time zone, oldest first. */
  days: TrafficSpan[];
  /** The last 24 clock hours, oldest first. */
  hours: TrafficSpan[];
  /** Of the last 30 days, newest first. */
  causes: FailureCauseView[];
}
