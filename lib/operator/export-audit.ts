/** A merchant's audit trail, read in pieces so that its length costs no memory, and whether its chain is whole (G-5). */
import { and, asc, eq, gt, gte, lte, sql } from "drizzle-orm";
import { db, transaction } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { findBrokenLink } from "@/lib/audit/find-broken-link";
import { recordAudit } from "@/lib/audit/record-audit";
import { csvLine } from "@/lib/core/csv";
import type { FoundMerchant } from "./get-merchant";
import { auditBy, type Operator } from "./operator";

export type ExportFormat = "csv" | "jsonl";

export interface ExportAudit {
  format: ExportFormat;
  since?: Date | undefined;
}

export interface AuditExport {
  /** Lines with their ends. Ends with the entry of this very export. */
  lines: AsyncIterable<string>;
  /** How many events the lines have held so far. */
  count(): number;
  /** The id of the first event that was altered or whose predecessor is missing; null: the chain is whole. */
  findBrokenLink(): Promise<number | null>;
}

const pieceSize = 1_000;

/** What left the house is on record before its first byte does. */
export async function exportAudit(
  operator: Operator,
  merchant: FoundMerchant,
  { format, since }: ExportAudit,
): Promise<AuditExport> {
  const { orgId, id: merchantId } = merchant;
  const detail = { format, ...(since ? { since: since.toISOString() } : {}) };
  await transaction((tx) =>
    recordAudit(tx, "audit.exported", auditBy(operator, { orgId, merchantId }, detail)),
  );
  let count = 0;
  async function* lines() {
    if (format === "csv") yield csvLine(columns);
    for await (const event of readTrail(merchant, since)) {
      count++;
      yield format === "csv" ? csvLine(toCells(event)) : `${JSON.stringify(event)}\n`;
    }
  }
  return {
    lines: lines(),
    count: () => count,
    findBrokenLink: () => findBrokenLink(db(), merchantId),
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

function readPiece({ orgId, id }: FoundMerchant, after: number, upTo: number, since?: Date) {
  return db()
    .select(shown)
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.orgId, orgId),
        eq(auditEvents.merchantId, id),
        eq(auditEvents.chain, id),
        gt(auditEvents.seq, after),
        lte(auditEvents.seq, upTo),
        since ? gte(auditEvents.at, since) : undefined,
      ),
    )
    .orderBy(asc(auditEvents.seq))
    .limit(pieceSize);
}

type ShownEvent = Awaited<ReturnType<typeof readPiece>>[number];

/** Up to what is there at the beginning: a busy merchant's export ends too. */
async function* readTrail(merchant: FoundMerchant, since?: Date): AsyncGenerator<ShownEvent> {
  const [newest] = await db()
    .select({ seq: sql<string>`max(${auditEvents.seq})` })
    .from(auditEvents)
    .where(and(eq(auditEvents.orgId, merchant.orgId), eq(auditEvents.chain, merchant.id)));
  const upTo = Number(newest?.seq ?? 0);
  for (let after = 0; ; ) {
    const piece = await readPiece(merchant, after, upTo, since);
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
