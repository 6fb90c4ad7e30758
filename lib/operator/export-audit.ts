/**
 * Exports one chain of the audit trail and checks its links (G-5). It is read in pieces, so a long trail needs no more
 * memory.
 */
import { and, asc, eq, gt, gte, lte, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { findBrokenLink } from "@/lib/audit/find-broken-link";
import { recordAudit } from "@/lib/audit/record-audit";
import { csvLine } from "@/lib/core/csv";
import type { FoundTrail } from "./get-trail";
import { auditBy, type Operator } from "./operator";

export type ExportFormat = "csv" | "jsonl";

export interface ExportAudit {
  format: ExportFormat;
  since?: Date | undefined;
}

export interface AuditExport {
  /** Lines, each with its line break. The last one is the entry of this export. */
  lines: AsyncIterable<string>;
  /** The number of events in the lines so far. */
  count(): number;
  /** The id of the first event that was altered or whose predecessor is missing; null: the chain is intact. */
  findBrokenLink(): Promise<number | null>;
}

const pieceSize = 1_000;

/** Records the export in the audit trail before the first line is returned. */
export async function exportAudit(
  operator: Operator,
  trail: FoundTrail,
  { format, since }: ExportAudit,
): Promise<AuditExport> {
  const { orgId, chain, merchantId } = trail;
  const detail = {
    format,
    ...(merchantId === null && { chain }),
    ...(since ? { since: since.toISOString() } : {}),
  };
  await transaction((tx) =>
    recordAudit(tx, "audit.exported", auditBy(operator, { orgId, merchantId }, detail)),
  );
  let count = 0;
  async function* lines() {
    if (format === "csv") yield csvLine(columns);
    for await (const event of readTrail(trail, since)) {
      count++;
      yield format === "csv" ? csvLine(toCells(event)) : `${JSON.stringify(event)}\n`;
    }
  }
  return {
    lines: lines(),
    count: () => count,
    findBrokenLink: () => findBrokenLink(db(), chain),
  };
}

const shown = {
  seq: auditEvents.seq,
  at: sql<string>`to_char(${auditEvents.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
  event: auditEvents.event,
  outcome: auditEvents.outcome,
  orgId: auditEvents.orgId,
  merchantId: auditEvents.merchantId,
  userId: auditEvents.userId,
  sessionId: auditEvents.sessionId,
  mode: auditEvents.mode,
  keyId: auditEvents.keyId,
  address: auditEvents.address,
  userAgent: auditEvents.userAgent,
  host: auditEvents.host,
  requestId: auditEvents.requestId,
  detail: auditEvents.detail,
  hash: sql<string>`encode(${auditEvents.hash}, 'hex')`,
};

const columns = Object.keys(shown);

function readPiece({ orgId, chain }: FoundTrail, after: number, upTo: number, since?: Date) {
  return db()
    .select(shown)
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.orgId, orgId),
        eq(auditEvents.chain, chain),
        gt(auditEvents.seq, after),
        lte(auditEvents.seq, upTo),
        since ? gte(auditEvents.at, since) : undefined,
      ),
    )
    .orderBy(asc(auditEvents.seq))
    .limit(pieceSize);
}

type ShownEvent = Awaited<ReturnType<typeof readPiece>>[number];

/** Reads up to the event that is the newest at the start, so the export ends even if the chain stays busy. */
async function* readTrail(trail: FoundTrail, since?: Date): AsyncGenerator<ShownEvent> {
  const [newest] = await db()
    .select({ seq: sql<string>`max(${auditEvents.seq})` })
    .from(auditEvents)
    .where(and(eq(auditEvents.orgId, trail.orgId), eq(auditEvents.chain, trail.chain)));
  const upTo = Number(newest?.seq ?? 0);
  for (let after = 0; ; ) {
    const piece = await readPiece(trail, after, upTo, since);
    yield* piece;
    const last = piece.at(-1);
    if (!last || piece.length < pieceSize) return;
    after = last.seq;
  }
}

function toCells(event: ShownEvent): string[] {
  return Object.values(event).map((value) => {
    if (value === null) return "";
    return typeof value === "object" ? JSON.stringify(value) : `${value}`;
  });
}
