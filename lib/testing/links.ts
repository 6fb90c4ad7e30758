/** Links in mails, as their readers find them. */
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { linkToken } from "@/lib/core/link-token";
import type { TestMember } from "./people";

/** The token of the newest invitation to this address. Throws if there is none. */
export async function latestInvitationToken(email: string): Promise<string> {
  const result = await db().execute<{ id: string }>(sql`
    select facts ->> 'invitationId' as id from outbox
    where kind = 'invitation' and recipient = ${email} order by created_at desc limit 1`);
  const id = result.rows[0]?.id;
  if (!id) throw new Error(`${email} was not invited`);
  return linkToken("invitation", id);
}

/** The merchant's messages in the outbox, oldest first, as `kind to address`. */
export async function letterLines({ merchantId }: Pick<TestMember, "merchantId">) {
  const result = await db().execute<{ line: string }>(sql`
    select kind || ' to ' || recipient as line from outbox
    where merchant_id = ${merchantId} order by created_at, kind, recipient`);
  return result.rows.map(({ line }) => line);
}
