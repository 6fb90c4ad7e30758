/**
 * The user behind a request, read from the database each time, so role, merchant and session are never out of date
 * (S-5).
 */

import type { Mode } from "@/lib/core/mode";
import type { Role } from "@/lib/core/roles";
import type { Org } from "@/lib/orgs/org";

/** Where a request came from; for the audit trail and for limits. */
export interface Client {
  /** The client's address as the trusted proxy saw it, "direct" without a trusted proxy, or "unknown". */
  address: string;
  /** The address that connected, where no proxy is trusted to name another: shown, and never counted by. */
  peer?: string | undefined;
  userAgent: string;
  host: string;
  requestId: string;
  /** The signed cookie of a browser in which users have logged in (lib/devices), as it came. */
  deviceCookie?: string | undefined;
}

/** False when many clients share this address value, so a limit by address cannot tell them apart. */
export function isKnownAddress({ address }: Client): boolean {
  return address !== "direct" && address !== "unknown";
}

/** What people are shown of where somebody was. */
export function shownAddress({ address, peer }: Client): string {
  return address === "direct" ? peer || address : address;
}

/** The result of entering a code. "expired": too old, already used, or of another session. */
export type CodeVerdict = "confirmed" | "wrong" | "expired" | "used-up" | "locked";

/**
 * The checked code of this request. The try is already counted; the command that needs a step-up decides what to do
 * with it.
 */
interface Proof {
  challengeId: string;
  verdict: CodeVerdict;
}

export interface Actor {
  org: Org;
  role: Role;
  merchant: { id: string; name: string };
  /** Every merchant this user is a member of, including the current one, sorted by name. */
  memberships: readonly { id: string; name: string }[];
  /** The merchant requires 2-step verification, and this user has it turned off. */
  isTwoStepMissing: boolean;
  user: { id: string; name: string; email: string };
  session: {
    id: string;
    mode: Mode;
    /** When this was read, by the database's clock. */
    readAt: Date;
    /** When the session ends if the user does nothing more. */
    endsAt: Date;
    /** When the session ends however active the user is (S-3). */
    lastsUntil: Date;
  };
  client: Client;
  /** The code that was submitted with the form; null: none. */
  proof: Proof | null;
}
