import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

export interface CheckedChain {
  entries: number;
  /** The first entry that was altered, or whose predecessor is missing. */
  broken: { id: number; seq: number } | null;
}

const pieceSize = 2_000;

/**
 * Computes an audit chain again: a merchant's, a user's for events that name no merchant, or a brand's for the rest
 * (G-5). The hashes are made here and not by the database's function, which its owner could replace. The chain is read
 * in pieces, so a long one takes neither much memory nor a long statement. What was cut off its end cannot be seen here:
 * `verifyTrail` compares it with what was shipped.
 */
export async function checkChain(db: Db, chain: string): Promise<CheckedChain> {
  let entries = 0;
  let last: { seq: number; hash: Buffer } = { seq: 0, hash: Buffer.alloc(0) };
  for (;;) {
    const piece = await readPiece(db, chain, last.seq);
    for (const { id, seq, hash, content } of piece) {
      entries++;
      const expected = createHash("sha256").update(last.hash).update(content, "utf8").digest();
      if (Number(seq) !== last.seq + 1 || !expected.equals(hash))
        return { entries, broken: { id: Number(id), seq: Number(seq) } };
      last = { seq: Number(seq), hash };
    }
    if (piece.length < pieceSize) return { entries, broken: null };
  }
}

/** Returns the id of the first entry that was altered or whose predecessor is missing, or null. */
export async function findBrokenLink(db: Db, chain: string): Promise<number | null> {
  return (await checkChain(db, chain)).broken?.id ?? null;
}

interface Entry extends Record<string, unknown> {
  id: string;
  seq: string;
  hash: Buffer;
  /** What `audit_event_hash` hashes, after the hash of the entry before. */
  content: string;
}

async function readPiece(db: Db, chain: string, after: number): Promise<Entry[]> {
  const result = await db.execute<Entry>(sql`
    select id, seq, hash, pg_catalog.jsonb_build_array(
      chain, seq, extract(epoch from at), org_id, merchant_id, user_id, session_id, event, outcome, mode, key_id,
      address, user_agent, host, request_id, detail)::pg_catalog.text as content
    from audit_events where chain = ${chain} and seq > ${after} order by seq limit ${pieceSize}`);
  return result.rows;
}
