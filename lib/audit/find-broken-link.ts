import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";

export interface CheckedChain {
  entries: number;
  /** The first entry that was altered, or whose predecessor is missing. */
  broken: { id: number; seq: number } | null;
}

const pieceSize = 5_000;

/**
 * Recomputes an audit chain: a merchant's, a user's for events that name no merchant, or a brand's for the rest. It is
 * read in pieces, so a long one takes neither much memory nor a long statement (G-5). What was cut off its end cannot be
 * seen here: `verifyTrail` compares it with what was shipped.
 */
export async function checkChain(db: Db, chain: string): Promise<CheckedChain> {
  let entries = 0;
  for (let after = { seq: 0, hash: "" }; ; ) {
    const piece = await checkPiece(db, chain, after);
    entries += piece.entries;
    const broken = piece.id === null ? null : { id: Number(piece.id), seq: Number(piece.seq) };
    if (broken || piece.entries < pieceSize) return { entries, broken };
    after = { seq: Number(piece.last), hash: piece.last_hash ?? "" };
  }
}

/** Returns the id of the first entry that was altered or whose predecessor is missing, or null. */
export async function findBrokenLink(db: Db, chain: string): Promise<number | null> {
  return (await checkChain(db, chain)).broken?.id ?? null;
}

interface Piece extends Record<string, unknown> {
  entries: number;
  last: string | null;
  last_hash: string | null;
  id: string | null;
  seq: string | null;
}

async function checkPiece(db: Db, chain: string, after: { seq: number; hash: string }) {
  const result = await db.execute<Piece>(sql`
    with linked as (
      select e.id, e.seq, e.hash, e.seq <> lag(e.seq, 1, ${after.seq}::bigint) over w + 1
        or e.hash <> audit_event_hash(lag(e.hash, 1, decode(${after.hash}, 'hex')) over w, e) as is_broken
      from (select * from audit_events where chain = ${chain} and seq > ${after.seq} order by seq limit ${pieceSize}) e
      window w as (order by e.seq)
    )
    select count(*)::int as entries, max(seq) as last,
      (array_agg(encode(hash, 'hex') order by seq desc))[1] as last_hash,
      (array_agg(id order by seq) filter (where is_broken))[1] as id,
      min(seq) filter (where is_broken) as seq
    from linked`);
  return result.rows[0] as Piece;
}
