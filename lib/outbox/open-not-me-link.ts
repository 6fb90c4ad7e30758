import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { notMeLinks } from "@/db/schema/accounts";
import { hashLinkToken, linkToken, newLinkId } from "@/lib/core/link-token";
import type { OrgId } from "@/lib/orgs/org";

const linkDays = 7;

interface NotMeLink {
  orgId: OrgId;
  readerId: string;
  /** Who made the change. */
  actorId: string;
  /** Whom the change is about. */
  concernedId: string | null;
  merchantId: string | null;
  keyId: string | null;
  kind: string;
  /** The address that the press gives back to the reader. */
  restoresEmail?: string | undefined;
}

/**
 * The link "This wasn't me" of one reader of one notice (D24): a row of its own, so that it works once and for this
 * reader alone. Returns the row's id, of which the mail makes the link when it is written.
 */
export async function openNotMeLink(tx: Db, link: NotMeLink): Promise<string> {
  const id = newLinkId("not-me");
  await tx.insert(notMeLinks).values({
    id,
    ...link,
    tokenHash: hashLinkToken(linkToken("not-me", id)),
    // Not when this transaction began: of two changes that waited for each other the later one is later.
    createdAt: sql`clock_timestamp()`,
    expiresAt: sql`now() + make_interval(days => ${linkDays})`,
  });
  return id;
}
