import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { maskMobile } from "@/lib/core/mask";
import type { AccountView } from "./account-view";

/** The user's own details, in one round trip. Open to every role. */
export async function getAccount({ org, user }: Actor): Promise<AccountView> {
  const { rows } = await db().execute<{
    mobile: string | null;
    has_authenticator: boolean;
    new_email: string | null;
  }>(sql`
    select u.mobile, u.authenticator_id is not null as has_authenticator,
      (select c.email from email_changes c where c.org_id = u.org_id and c.user_id = u.id
        and c.used_at is null and c.expires_at > now() order by c.created_at desc limit 1) as new_email
    from users u where u.org_id = ${org.id} and u.id = ${user.id}`);
  const row = rows[0];
  return {
    name: user.name,
    email: user.email,
    mobile: row?.mobile ? maskMobile(row.mobile) : null,
    hasAuthenticator: row?.has_authenticator ?? false,
    newEmail: row?.new_email ?? null,
  };
}
