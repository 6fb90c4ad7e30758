import { sql } from "drizzle-orm";
import { type Db, db, transaction } from "@/db/client";
import type { Env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { signHead, writeEntry, writeHead } from "./head";
import { appendToSink, type Sink } from "./sink";

export interface Shipping {
  sink: Sink;
  keys: NonNullable<Env["AUDIT_SIGNING_KEYS"]>;
  /** Ship the entries themselves as well, each chain's before its head. */
  areEntriesShipped?: boolean;
}

/** How many chains go at once, and how many entries of each. */
const sizes = {
  heads: { chains: 500, entries: Number.MAX_SAFE_INTEGER },
  entries: { chains: 50, entries: 20 },
};

interface Waiting extends Record<string, unknown> {
  chain: string;
  shipped_seq: string;
  seq: string | null;
  hash: string | null;
  at: string;
}

/** Null: no sink is configured, and nothing is shipped. */
export function shippingOf(
  env: Pick<
    Env,
    "AUDIT_SIGNING_KEYS" | "AUDIT_SINK_URL" | "AUDIT_SINK_TOKEN" | "AUDIT_SINK_ENTRIES"
  >,
): Shipping | null {
  const { AUDIT_SIGNING_KEYS: keys, AUDIT_SINK_URL: url, AUDIT_SINK_TOKEN: token } = env;
  const areEntriesShipped = env.AUDIT_SINK_ENTRIES === "1";
  return keys && url ? { keys, sink: { url, token }, areEntriesShipped } : null;
}

/**
 * Signs the head of every chain that has grown, and ships it, oldest first. At least once: a head counts as shipped only
 * when the sink has it, so after an outage everything that waits goes. If another worker is shipping, this one skips
 * its turn. Returns how many heads were shipped; throws when the sink cannot be reached.
 */
export async function shipHeads(
  shipping: Shipping,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let total = 0;
  for (;;) {
    const { shipped, isMore } = await transaction((tx) => shipBatch(tx, shipping));
    total += shipped;
    if (shipped === 0 || !isMore || isStopping()) return total;
  }
}

async function shipBatch(tx: Db, { sink, keys, areEntriesShipped }: Shipping) {
  const lock = await tx.execute<{ is_ours: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('keydesk audit heads', 0)) as is_ours`,
  );
  if (!lock.rows[0]?.is_ours) return { shipped: 0, isMore: false };
  const size = areEntriesShipped ? sizes.entries : sizes.heads;
  const { rows } = await tx.execute<Waiting>(sql`
    select h.chain, h.shipped_seq, e.seq, encode(e.hash, 'hex') as hash,
      to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from (select chain, shipped_seq, waiting_since from audit_heads
      where waiting_since is not null order by waiting_since limit ${size.chains}) h
    left join lateral (select seq, hash from audit_events
      where chain = h.chain and seq <= h.shipped_seq + ${size.entries}::bigint order by seq desc limit 1) e on true
    order by h.waiting_since`);
  const entries = areEntriesShipped ? await readEntries(tx, rows) : "";
  const lines = entries + rows.map((row) => lineOf(row, keys)).join("");
  if (lines) await appendToSink(sink, lines);
  const marks = rows.map(({ chain, seq }) => ({ chain, seq: Number(seq ?? 0) }));
  const marked = await tx.execute<{ marked: number }>(
    sql`select mark_heads_shipped(${JSON.stringify(marks)}::jsonb) as marked`,
  );
  const isCut = rows.some((row) => Number(row.seq) - Number(row.shipped_seq) === size.entries);
  return { shipped: marked.rows[0]?.marked ?? 0, isMore: isCut || rows.length === size.chains };
}

/** What the heads of these rows cover and the sink does not have, in the order of each chain. */
async function readEntries(tx: Db, rows: Waiting[]): Promise<string> {
  const grown = rows.filter(({ seq, shipped_seq }) => Number(seq) > Number(shipped_seq));
  const ranges = grown.map(({ chain, shipped_seq, seq }) => ({ chain, after: shipped_seq, seq }));
  const result = await tx.execute<{ entry: Record<string, unknown> }>(sql`
    select to_jsonb(e) - 'id' || jsonb_build_object('hash', encode(e.hash, 'hex')) as entry
    from jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb) as r(chain text, after bigint, seq bigint)
    join audit_events e on e.chain = r.chain and e.seq > r.after and e.seq <= r.seq
    order by e.chain, e.seq`);
  return result.rows.map(({ entry }) => writeEntry(entry)).join("");
}

/** Nothing of a chain that has become shorter than what was shipped of it: that is an alarm, and no head. */
function lineOf({ chain, seq, shipped_seq, hash, at }: Waiting, keys: Shipping["keys"]): string {
  if (seq === null || hash === null || Number(seq) < Number(shipped_seq)) {
    const facts = {
      alarm: "audit.shorter",
      chain,
      shipped: Number(shipped_seq),
      left: Number(seq),
    };
    log().error(facts, "the audit trail has lost entries; run keydesk audit verify");
    return "";
  }
  return writeHead(signHead({ chain, seq: Number(seq), hash, at }, keys));
}

/**
 * How far the sink is behind: for how many seconds the oldest unshipped entry has waited (0: none waits), how many
 * chains wait, and when a head was shipped last.
 */
export async function readShippingLag(): Promise<{
  seconds: number;
  chains: number;
  shippedAt: Date | null;
}> {
  const { rows } = await db().execute<{
    seconds: number;
    chains: number;
    shipped_ms: number | null;
  }>(sql`
    select coalesce(extract(epoch from clock_timestamp() - min(waiting_since)), 0)::float8 as seconds,
      count(*)::int as chains,
      (select extract(epoch from shipped_at) * 1000 from audit_heads
        where shipped_at is not null order by shipped_at desc limit 1)::float8 as shipped_ms
    from audit_heads where waiting_since is not null`);
  const [row] = rows;
  const shippedAt = row?.shipped_ms == null ? null : new Date(row.shipped_ms);
  return { seconds: row?.seconds ?? 0, chains: row?.chains ?? 0, shippedAt };
}
