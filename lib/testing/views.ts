/** What pages are given, for tests of the words that components make of it: no database is asked. */
import type { KeyRow, KeysView } from "@/lib/api-keys/keys-view";
import { formatMoment, type Moment } from "@/lib/orgs/moment";
import { orgs } from "@/lib/orgs/orgs";

/** When the view below was read. */
const readAt = "2026-11-22T12:00:00.000Z";

/** As razorpay writes it; so many minutes after the view was read, or before it. */
export function aMoment(minutes: number): Moment {
  return formatMoment(orgs.razorpay, new Date(Date.parse(readAt) + minutes * 60_000));
}

/** An active key that was never used. */
export function aKeyRow(changes: Partial<KeyRow> = {}): KeyRow {
  return {
    keyId: "rzp_test_00000000000001",
    status: "active",
    created: aMoment(-3 * 24 * 60),
    createdBy: "Asha",
    expiry: null,
    deactivates: null,
    extendsTo: null,
    lastUse: null,
    requests: [],
    isSafeToDeactivate: false,
    ...changes,
  };
}

/** What `lastUse` says of a request so many minutes before the view was read. */
export function aUse(minutesAgo: number): KeyRow["lastUse"] {
  return { at: aMoment(-minutesAgo), isRecent: minutesAgo < 60, address: "192.0.2.1" };
}

export function aKeysView(changes: Partial<KeysView> = {}): KeysView {
  return {
    mode: "test",
    readAt,
    current: null,
    retiring: [],
    past: [],
    blocked: null,
    website: null,
    frozenContact: null,
    graceEnds: aMoment(24 * 60),
    hours: [],
    failures: [],
    curl: null,
    ...changes,
  };
}
