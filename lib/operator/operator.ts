/**
 * The brand's own staff at a command line: no member of anything, so they come from the machine and not from a session.
 * Whatever they change is on record with their name (G-1, G-2).
 */
import type { Client } from "@/lib/access/actor";
import type { AuditEntry } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import type { OrgId } from "@/lib/orgs/org";
import { orgs } from "@/lib/orgs/orgs";

export interface Operator {
  name: string;
  client: Client;
}

export function operatorOf(name: string): Operator {
  const client = { address: "operator", userAgent: "keydesk", host: "operator" };
  return { name, client: { ...client, requestId: newId("inc") } };
}

/** An entry of the trail by an operator, about a merchant or, where it is null, about a brand's person. */
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
    detail: { operator: operator.name, ...detail },
  };
}

/** Who did it, as merchants are told: which person it was stays in the house. */
export function supportOf(orgId: OrgId): string {
  return `${orgs[orgId].name} support`;
}
