/** Signed heads of the audit trail in a file of a test's own, and what the owner of the database does to the trail. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type SQL, sql } from "drizzle-orm";
import { transaction } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { auditOf } from "@/lib/audit/audit-of";
import { publicKeysOf } from "@/lib/audit/head";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Shipping, shipHeads } from "@/lib/audit/ship-heads";
import { readSink } from "@/lib/audit/sink";
import { anActor } from "./people";

/** A new file in a folder of its own, and new keys. */
export function aSink() {
  const folder = mkdtempSync(join(tmpdir(), "keydesk-heads-"));
  const path = join(folder, "heads.jsonl");
  writeFileSync(path, "");
  const shipping: Shipping = {
    sink: { url: pathToFileURL(path).href },
    keys: { current: "a1", ring: new Map([["a1", randomBytes(32)]]) },
  };
  return {
    path,
    shipping,
    /** For `verifyTrail`. */
    shipped: () => ({ lines: readSink(shipping.sink), keys: publicKeysOf(shipping.keys) }),
    lines: () => readFileSync(path, "utf8").split("\n").filter(Boolean),
    write: (lines: string[]) => writeFileSync(path, lines.map((line) => `${line}\n`).join("")),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export async function addEntries(actor: Actor, entries: number): Promise<void> {
  for (let n = 0; n < entries; n++)
    await transaction((tx) => recordAudit(tx, "access.denied", auditOf(actor)));
}

/** A merchant with this many entries, all of which are shipped. */
export async function aShippedTrail(
  shipping: Shipping,
  entries: number,
): Promise<{ actor: Actor; chain: string }> {
  const actor = await anActor();
  await addEntries(actor, entries - 1);
  await shipHeads(shipping);
  return { actor, chain: actor.merchant.id };
}

/** Does what the trail's guards forbid, with them switched off: only the owner of the tables can. */
export async function asOwner(...statements: SQL[]): Promise<void> {
  await transaction(async (tx) => {
    await tx.execute(sql`alter table audit_events disable trigger all`);
    for (const statement of statements) await tx.execute(statement);
    await tx.execute(sql`alter table audit_events enable trigger all`);
  });
}

/** Changes an entry and computes every hash from there on again, so that the chain's links hold. */
export function rewriteFrom(chain: string, seq: number): Promise<void> {
  return asOwner(
    sql`update audit_events set address = 'elsewhere' where chain = ${chain} and seq = ${seq}`,
    sql.raw(`do $$
      declare one audit_events;
      begin
        for one in select * from audit_events where chain = '${chain}' and seq >= ${seq} order by seq loop
          update audit_events set hash = audit_event_hash(
            coalesce((select hash from audit_events where chain = one.chain and seq = one.seq - 1), ''::bytea), one)
            where id = one.id;
        end loop;
      end $$`),
  );
}
