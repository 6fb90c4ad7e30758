/**
 * An operator: the brand's own staff at a command line. Operators are members of no merchant and have no session. All
 * their changes are recorded (G-1, G-2) under the name that they give and the machine's user, whom they cannot choose.
 */
import type { Client } from "@/lib/access/actor";
import type { AuditEntry } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";

export interface Operator {
  name: string;
  machineUser: string;
  client: Client;
}

export function operatorOf(name: string, machineUser: string): Operator {
  const client = { address: "operator", userAgent: "keydesk", host: "operator" };
  return { name, machineUser, client: { ...client, requestId: newId("inc") } };
}

/** An audit entry for an operator's action on a merchant, or on a user of the brand if `merchantId` is null. */
export function auditBy(
  operator: Operator,
  about: Pick<AuditEntry, "mode" | "keyId"> & { orgId: OrgId; merchantId: string | null },
  detail: Record<string, string> = {},
): AuditEntry {
  const { orgId, merchantId, ...key } = about;
  return {
    orgId,
    ...(merchantId === null ? {} : { merchantId }),
    ...key,
    client: operator.client,
    detail: { operator: operator.name, machineUser: operator.machineUser, ...detail },
  };
}

/** How notices name the operator: as the brand's support, not as a person. */
export function supportOf(orgId: OrgId): string {
  return `${orgs[orgId].name} support`;
}
