/** View data for tests of the texts that components make from it. Needs no database. */
import type { KeyRow, KeysView } from "@/lib/api-keys/keys-view";
import { formatMoment, type Moment } from "@/lib/orgs/moment";
import { orgs } from "@/lib/orgs/orgs";

/** When the view below was read. */
const readAt = "2026-11-22T12:00:00.000Z";

/** A time as razorpay formats it, the given minutes after the view was read; negative: before it. */
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

/** The `lastUse` of a request the given minutes before the view was read. */
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
    life: { chosen: "never", sentence: "New Test keys never expire.", ends: null, offered: [] },
    hours: [],
    failures: [],
    use: null,
    ...changes,
  };
}
