/** A key as lists and its own page show it: the columns, and how a row becomes what the page may know (K-6). */
import { and, eq, sql } from "drizzle-orm";
import { apiKeys } from "@/db/schema/keys";
import { users } from "@/db/schema/people";
import { formatMoment } from "@/lib/orgs/moment";
import type { Org } from "@/lib/orgs/org";
import { type LastUseColumn, lastUseColumn } from "@/lib/usage/usage-columns";
import { extendedEnd, isExtensible } from "./extend-key";
import { keyStatus } from "./key-status";
import type { KeyStatus, ShownKey } from "./keys-view";

/** For a query on `api_keys` that joins `users` by `creatorOfKey`. */
export const keyColumns = {
  keyId: apiKeys.keyId,
  createdAt: apiKeys.createdAt,
  createdBy: users.name,
  expiresAt: apiKeys.expiresAt,
  deactivatesAt: apiKeys.deactivatesAt,
  isCurrent: sql<boolean>`${apiKeys.replacedAt} is null`,
  status: keyStatus,
  extendsTo: sql<string | null>`case when ${isExtensible} then ${extendedEnd} end`,
  lastUse: lastUseColumn,
};

export const creatorOfKey = and(eq(users.orgId, apiKeys.orgId), eq(users.id, apiKeys.createdBy));

interface Row {
  keyId: string;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date | null;
  deactivatesAt: Date | null;
  status: KeyStatus;
  extendsTo: string | null;
  lastUse: LastUseColumn | null;
}

export function toShownKey(org: Org, row: Row): ShownKey {
  const moment = (date: Date | null) => date && formatMoment(org, date);
  return {
    keyId: row.keyId,
    status: row.status,
    created: formatMoment(org, row.createdAt),
    createdBy: row.createdBy,
    expiry: moment(row.expiresAt),
    deactivates: moment(row.deactivatesAt),
    extendsTo: row.extendsTo === null ? null : formatMoment(org, new Date(row.extendsTo)),
    lastUse: row.lastUse && {
      at: formatMoment(org, new Date(row.lastUse.at)),
      isRecent: row.lastUse.isRecent,
      address: row.lastUse.address ?? "",
    },
  };
}

/** A replaced key before its deadline, also while it is frozen. */
export const isRetiring = ({ status }: { status: KeyStatus }) =>
  status === "retiring" || status === "frozen";

const dayMs = 24 * 60 * 60 * 1000;

/** When the current key would stop if "In 24 hours" were chosen at `now`: never after its own expiry. */
export function graceEnd(now: Date, expiresAt: Date | null): Date {
  return new Date(
    Math.min(now.getTime() + dayMs, Math.max(now.getTime(), expiresAt?.getTime() ?? Infinity)),
  );
}
