/** Who acts, read from the database on every request: role, merchant and session are never stale (S-5). */

import type { Mode } from "@/lib/core/mode";
import type { Role } from "@/lib/core/roles";
import type { Org } from "@/lib/orgs/org";

/** Where a request came from; for the audit trail and for limits. */
export interface Client {
  /** The client's address behind trusted proxies, or "direct" when none stands in front of us. */
  address: string;
  userAgent: string;
  host: string;
  requestId: string;
}

/** Whether limits by address tell anybody apart. */
export function isKnownAddress({ address }: Client): boolean {
  return address !== "direct" && address !== "unknown";
}

/** What became of a code that was typed. "expired": too old, used up, or not this session's. */
export type CodeVerdict = "confirmed" | "wrong" | "expired" | "used-up" | "locked";

/** A code that came with this request. It was counted already, and is carried to the command that may need it. */
interface Proof {
  challengeId: string;
  verdict: CodeVerdict;
}

export interface Actor {
  org: Org;
  role: Role;
  merchant: { id: string; name: string };
  /** Everything this person is a member of, the present merchant included, by name. */
  memberships: readonly { id: string; name: string }[];
  /** The merchant wants 2-step verification of everybody, and this person has it off. */
  isTwoStepMissing: boolean;
  user: { id: string; name: string; email: string };
  session: {
    id: string;
    mode: Mode;
    /** The database's clock when this was read. */
    readAt: Date;
    /** When it will have ended if nothing more is done. */
    endsAt: Date;
    /** When it ends whatever is done (S-3). */
    lastsUntil: Date;
  };
  client: Client;
  /** The code that the form brought; null: none. */
  proof: Proof | null;
}
