import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, transaction } from "@/db/client";
import { invitations } from "@/db/schema/accounts";
import { members, users } from "@/db/schema/people";
import type { Client } from "@/lib/access/actor";
import { spendAddress } from "@/lib/access/spend-address";
import { recordAudit } from "@/lib/audit/record-audit";
import { newId } from "@/lib/core/ids";
import { linkRefusal } from "@/lib/core/refusals";
import { findKnownDevice } from "@/lib/devices/known-devices";
import type { Org } from "@/lib/orgs/org";
import { notify } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";
import { withHashingPlace } from "@/lib/passwords/bcrypt-pool";
import { checkPassword } from "@/lib/passwords/check-password";
import { requireNewPassword } from "@/lib/passwords/new-password";
import { hashPassword } from "@/lib/passwords/password";
import { passwordRefusal } from "@/lib/passwords/refusals";
import { type FoundInvitation, findInvitation } from "./find-invitation";
import { lockTeam } from "./lock-team";
import { isAcceptable } from "./open-invitation";
import { teamRefusal } from "./refusals";

export interface AcceptInvitation {
  token: string;
  password: string;
  /** Required for a new user; ignored for an existing one. */
  name?: string | undefined;
}

/** Who joins: an existing user whose password was right, or a new user. */
type Joining = { userId: string } | { name: string; passwordHash: string };

/**
 * Makes the invited person a member, once. Opens no session (L-11). Throws `link_expired`, `wrong_password` (counted as
 * at login), `rate_limited`, `name_missing`, `password_refused`, `account_exists` if the address was registered
 * meanwhile, and `already_member`.
 */
export async function acceptInvitation(
  org: Org,
  input: AcceptInvitation,
  client: Client,
): Promise<void> {
  const invitation = await findInvitation(org, input.token);
  if (!invitation) throw linkRefusal("link_expired");
  await spendAddress(org, client, "invitation");
  const joining = invitation.userId
    ? await prove(org, invitation.userId, input.password, client)
    : await prepare(org, invitation, input, client);
  await transaction(async (tx) => {
    await lockTeam(tx, org.id, invitation.merchantId);
    await claim(tx, org, invitation);
    const user =
      "userId" in joining
        ? await lockKnown(tx, org, { id: joining.userId, email: invitation.email })
        : await addUser(tx, org, { ...joining, email: invitation.email });
    await join(tx, org, { invitation, user, client });
  });
}

async function prove(org: Org, userId: string, password: string, client: Client): Promise<Joining> {
  const device = await findKnownDevice(org.id, { userId }, client);
  const check = await checkPassword(org.id, { userId }, password, { client, device });
  if (!check.isRight) throw passwordRefusal("wrong_password");
  return { userId };
}

async function prepare(
  org: Org,
  { email, merchant }: FoundInvitation,
  { name = "", password }: AcceptInvitation,
  client: Client,
): Promise<Joining> {
  if (name === "") throw teamRefusal("name_missing");
  await requireNewPassword(org, password, [email, name, merchant]);
  const asker = { network: client.address };
  return { name, passwordHash: await withHashingPlace(asker, () => hashPassword(password)) };
}

/** Marks the invitation as accepted by one conditional UPDATE, so of parallel tries only one succeeds. */
async function claim(tx: Db, org: Org, { id, merchantId }: FoundInvitation): Promise<void> {
  const claimed = await tx
    .update(invitations)
    .set({ acceptedAt: sql`now()` })
    .where(
      and(
        eq(invitations.id, id),
        eq(invitations.orgId, org.id),
        eq(invitations.merchantId, merchantId),
        isAcceptable,
      ),
    )
    .returning({ id: invitations.id });
  if (claimed.length === 0) throw linkRefusal("link_expired");
}

interface Joined {
  id: string;
  name: string;
  email: string;
}

/**
 * Locks the user's row. Without the lock an owner elsewhere could reset this user's login at the same moment, because
 * `lockSubordinate` would not see the new membership.
 */
async function lockKnown(tx: Db, org: Org, who: { id: string; email: string }): Promise<Joined> {
  const [user] = await tx
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.orgId, org.id),
        eq(users.id, who.id),
        eq(users.email, who.email),
        isNull(users.disabledAt),
      ),
    )
    .for("no key update");
  if (!user) throw linkRefusal("link_expired");
  return user;
}

async function addUser(
  tx: Db,
  org: Org,
  { name, email, passwordHash }: { name: string; email: string; passwordHash: string },
): Promise<Joined> {
  const [user] = await tx
    .insert(users)
    .values({ id: newId("usr"), orgId: org.id, name, email, passwordHash })
    .onConflictDoNothing()
    .returning({ id: users.id, name: users.name, email: users.email });
  if (!user) throw teamRefusal("account_exists");
  return user;
}

async function join(
  tx: Db,
  org: Org,
  { invitation, user, client }: { invitation: FoundInvitation; user: Joined; client: Client },
): Promise<void> {
  const { id, merchantId, merchant, role } = invitation;
  const about = { orgId: org.id, merchantId, userId: user.id };
  const joined = await tx
    .insert(members)
    .values({ ...about, role })
    .onConflictDoNothing()
    .returning({ userId: members.userId });
  if (joined.length === 0) throw teamRefusal("already_member");
  await recordAudit(tx, "member.joined", { ...about, client, detail: { invitation: id, role } });
  await notify(tx, "member-joined", about, { ...byUser(user), who: whoIs(user), merchant, role });
}
