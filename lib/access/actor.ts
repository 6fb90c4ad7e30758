/** Who acts, read from the database on every request: role, merchant and session are never stale (S-5). */
import type { Mode, Org } from "@/lib/orgs/org";
import type { Role } from "./roles";

/** Where a request came from; for the audit trail and for limits. */
export interface Client {
  /** The client's address behind trusted proxies, or "direct" when none stands in front of us. */
  address: string;
  userAgent: string;
  host: string;
  requestId: string;
}

export interface Actor {
  org: Org;
  role: Role;
  merchant: { id: string; name: string };
  user: { id: string; name: string; email: string };
  session: { id: string; mode: Mode };
  client: Client;
}
