import { and, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import { composeMail } from "@/lib/messages/compose";

/** The link in a reader's newest notice of this kind, as in their mail; null: their mail has none. */
export async function notMeLinkIn(to: string, kind: string): Promise<string | null> {
  const [row] = await db()
    .select()
    .from(outbox)
    .where(and(eq(outbox.recipient, to), eq(outbox.kind, kind)))
    .orderBy(sql`${outbox.createdAt} desc`);
  if (!row) throw new Error(`no ${kind}`);
  return /\/not-me\?token=(\S+)/.exec(composeMail(row).text)?.[1] ?? null;
}
