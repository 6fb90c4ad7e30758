/**
 * Whether the audit trail is what was written (G-5): every chain's links are computed again, and compared with the
 * heads that were shipped off the host. Whoever owns the database can rewrite a chain, cut its tail or remove it, but
 * not the heads.
 */
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkChain } from "./find-broken-link";
import { type Finding, Findings } from "./findings";
import { isEntry, isSigned, type PublicKeys, readHead, type SignedHead } from "./head";

export interface VerifiedTrail {
  chains: number;
  entries: number;
  /** Heads that were compared. */
  heads: number;
  /** Lines that are no head, such as one that a crash cut off: they prove nothing, for or against. */
  unreadable: number;
  /** Of each kind one for a chain. */
  findings: Finding[];
}

interface ShippedHeads {
  lines: AsyncIterable<string>;
  keys: PublicKeys;
  /** Every head that was ever shipped must be there. */
  isWhole?: boolean;
}

export interface VerifyTrail {
  /** Only this chain. */
  chain?: string | undefined;
  /** The lines of the sink and the keys that have signed them. They are read before what they are compared with. */
  shipped?: ShippedHeads | undefined;
}

const batch = 500;

export async function verifyTrail(db: Db, { chain, shipped }: VerifyTrail): Promise<VerifiedTrail> {
  const findings = new Findings();
  const read = shipped
    ? await readShipped(db, chain, shipped, findings)
    : { heads: 0, unreadable: 0 };
  const counted = await checkLinks(db, chain, findings);
  const unguarded = await findMissingGuards(db);
  return { ...counted, ...read, findings: [...findings.list(), ...unguarded] };
}

async function readShipped(
  db: Db,
  chain: string | undefined,
  { lines, keys, isWhole = false }: ShippedHeads,
  findings: Findings,
) {
  // Noted before the first line is read: what is shipped meanwhile is in none of both, or in the lines.
  const noted = isWhole ? await listShipped(db, chain) : [];
  const newest = new Map<string, number>();
  const read = { heads: 0, unreadable: 0 };
  let [number, waiting] = [0, [] as SignedHead[]];
  for await (const line of lines) {
    number++;
    if (isEntry(line)) continue;
    const head = readHead(line);
    if (!head) read.unreadable++;
    else if (chain !== undefined && head.chain !== chain) continue;
    else if (isSigned(head, keys)) {
      newest.set(head.chain, Math.max(head.seq, newest.get(head.chain) ?? 0));
      if (waiting.push(head) < batch) continue;
      read.heads += await compareHeads(db, waiting.splice(0), findings);
    } else {
      const why = `line ${number} of the heads names entry ${head.seq}, and no known key has signed it`;
      findings.add(head, "unsigned", why);
    }
  }
  read.heads += await compareHeads(db, waiting, findings);
  for (const head of noted) {
    const left = newest.get(head.chain) ?? 0;
    const why = `entry ${head.seq} was shipped, and ${left ? `the newest head there is of entry ${left}` : "there is no head"}`;
    if (left < head.seq) findings.add(head, "lost", why);
  }
  return read;
}

async function listShipped(db: Db, chain: string | undefined) {
  const { rows } = await db.execute<{ chain: string; seq: string }>(sql`
    select chain, shipped_seq as seq from audit_heads
    where shipped_seq > 0 and (${chain ?? null}::text is null or chain = ${chain ?? null})`);
  return rows.map(({ chain, seq }) => ({ chain, seq: Number(seq) }));
}

const guards = ["audit_events_append", "audit_events_append_only"];

/** The trail's triggers that are gone or switched off: whoever did that may change it now. */
async function findMissingGuards(db: Db): Promise<Finding[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select tgname as name from pg_catalog.pg_trigger
    where tgrelid = 'audit_events'::regclass and tgenabled in ('O', 'A')`);
  const found = rows.map(({ name }) => name);
  return guards
    .filter((guard) => !found.includes(guard))
    .map((guard) => ({
      chain: "",
      seq: 0,
      what: "unguarded",
      sentence: `The audit trail has lost its guard ${guard}, or it is switched off: entries can be changed now.`,
    }));
}

interface Compared extends Record<string, unknown> {
  hash: string | null;
  newest: string | null;
}

/** Returns how many they were. */
async function compareHeads(db: Db, heads: SignedHead[], findings: Findings): Promise<number> {
  if (heads.length === 0) return 0;
  const { rows } = await db.execute<Compared>(sql`
    select encode(e.hash, 'hex') as hash, (select max(seq) from audit_events where chain = s.chain) as newest
    from rows from (jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as (chain text, seq bigint))
      with ordinality as s(chain, seq, place)
    left join audit_events e on e.chain = s.chain and e.seq = s.seq
    order by s.place`);
  for (const [place, head] of heads.entries()) {
    const { hash = null, newest = null } = rows[place] ?? {};
    if (hash === head.hash) continue;
    const shipped = `its head was shipped at ${head.at}`;
    if (newest === null)
      findings.add(head, "gone", `entry ${head.seq} is gone with all others; ${shipped}`);
    else if (Number(newest) < head.seq)
      findings.add(
        head,
        "cut",
        `it ends at entry ${newest}, and entry ${head.seq} is gone; ${shipped}`,
      );
    else if (hash === null)
      findings.add(head, "missing", `entry ${head.seq} is missing; ${shipped}`);
    else
      findings.add(
        head,
        "rewritten",
        `entry ${head.seq} is not the one that was there when ${shipped}`,
      );
  }
  return heads.length;
}

async function checkLinks(db: Db, only: string | undefined, findings: Findings) {
  let [chains, entries] = [0, 0];
  for await (const chain of only === undefined ? listChains(db) : [only]) {
    const checked = await checkChain(db, chain);
    chains++;
    entries += checked.entries;
    if (!checked.broken) continue;
    const { seq } = checked.broken;
    findings.add(
      { chain, seq },
      "altered",
      `entry ${seq} was altered, or the one before it is missing`,
    );
  }
  return { chains, entries };
}

/** Goes from one chain to the next by the index, whatever the tables say that only list them. */
async function* listChains(db: Db): AsyncGenerator<string> {
  for (let after = ""; ; ) {
    const { rows } = await db.execute<{ chain: string }>(sql`
      with recursive found as (
        (select chain, 1 as place from audit_events where chain > ${after} order by chain limit 1)
        union all
        select next.chain, found.place + 1 from found
        cross join lateral (select chain from audit_events where chain > found.chain order by chain limit 1) next
        where found.place < ${batch}
      ) select chain from found order by place`);
    for (const { chain } of rows) yield chain;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = last.chain;
  }
}
