import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { logIn } from "@/lib/login/log-in";
import { orgs } from "@/lib/orgs/orgs";
import { latestInvitationToken, letterLines } from "@/lib/testing/links";
import { actorOf, aMember, aSession, testClient, testPassword } from "@/lib/testing/people";
import { aColleague, accepts, newPassword, teamLines } from "@/lib/testing/team";
import { acceptInvitation } from "./accept-invitation";
import { changeRole } from "./change-role";
import { findInvitation } from "./find-invitation";
import { inviteMember } from "./invite-member";
import { resendInvitation } from "./resend-invitation";
import { withdrawInvitation } from "./withdraw-invitation";

const org = orgs.razorpay;
const anAddress = () => `i-${randomUUID()}@tests.test`;

async function anOwner(otp = false) {
  const member = await aMember({ mobile: true });
  return { member, actor: await actorOf(member, await aSession(member, { otp })) };
}

async function idOf(email: string): Promise<string> {
  const { rows } = await db().execute<{ id: string }>(
    sql`select id from invitations where email = ${email} order by created_at desc limit 1`,
  );
  return rows[0]?.id ?? "";
}

const shift = (email: string, by: string) =>
  db().execute(
    sql`update invitations set expires_at = expires_at - ${by}::interval where email = ${email}`,
  );

describe("inviting", () => {
  test("somebody new joins with a name and a password, once, and logs in with it (L-11)", async () => {
    const { member, actor } = await anOwner(true);
    const email = anAddress();
    await inviteMember(actor, { email: `  ${email.toUpperCase()} `, role: "admin" });
    expect(await teamLines(member)).toContain(`invited ${email} admin`);
    await accepts(org, email);
    await expect(accepts(org, email)).rejects.toMatchObject({ code: "link_expired" });
    const { step } = await logIn(org, { email, password: newPassword }, testClient);
    expect(step).toBe("signed-in");
    expect((await teamLines(member)).filter((line) => line.endsWith(" admin"))).toHaveLength(1);
    expect(await letterLines(member)).toEqual([
      `invitation to ${email}`,
      `member-invited to ${member.email}`,
      ...[`member-joined to ${email}`, `member-joined to ${member.email}`].sort(),
    ]);
  });

  test("a known person joins with the password they have; wrong tries count as at login (L-9)", async () => {
    const { member, actor } = await anOwner();
    const known = await aMember({ hasPassword: true });
    await inviteMember(actor, { email: known.email, role: "viewer" });
    await expect(accepts(org, known.email)).rejects.toMatchObject({
      code: "wrong_password",
    });
    const { rows } = await db().execute(
      sql`select failed_passwords, name from users where id = ${known.userId}`,
    );
    expect(rows).toEqual([{ failed_passwords: 1, name: known.name }]);
    expect(await teamLines(member)).toContain(`invited ${known.email} viewer`);
    await accepts(org, known.email, { password: testPassword, name: "Another Name" });
    expect(await teamLines(member)).toContain(`${known.userId} viewer`);
    const after = await db().execute(sql`select name from users where id = ${known.userId}`);
    expect(after.rows).toEqual([{ name: known.name }]);
  });

  test("one open invitation for each address and none for a member, also with twenty requests at once (R-12)", async () => {
    const { member, actor } = await anOwner();
    const email = anAddress();
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => inviteMember(actor, { email, role: "viewer" })),
    );
    const refusals = all.flatMap((one) => (one.status === "rejected" ? [one.reason.code] : []));
    expect(refusals).toEqual(Array.from({ length: 19 }, () => "already_invited"));
    expect(await letterLines(member)).toEqual([`invitation to ${email}`]);
    const colleague = await aColleague(member);
    const again = inviteMember(actor, { email: colleague.email, role: "viewer" });
    await expect(again).rejects.toMatchObject({ code: "already_member" });
  });

  test("five letters a day to one address; refused invitations do not count", async () => {
    const { actor } = await anOwner();
    const email = anAddress();
    await inviteMember(actor, { email, role: "viewer" });
    for (let sent = 1; sent < 5; sent++)
      await resendInvitation(actor, { invitationId: await idOf(email) });
    const sixth = resendInvitation(actor, { invitationId: await idOf(email) });
    await expect(sixth).rejects.toMatchObject({ code: "invitations_limited" });
    await expect(inviteMember(actor, { email, role: "viewer" })).rejects.toMatchObject({
      code: "already_invited",
    });
    await inviteMember(actor, { email: anAddress(), role: "viewer" });
  });

  test("an owner is invited, and invited again, only with a code (C-8)", async () => {
    const { member, actor } = await anOwner();
    const email = anAddress();
    const asked = inviteMember(actor, { email, role: "owner" });
    await expect(asked).rejects.toMatchObject({ need: "otp" });
    expect(await letterLines(member)).toEqual([]);
    const covered = await actorOf(member, await aSession(member, { otp: true }));
    await inviteMember(covered, { email, role: "owner" });
    const again = resendInvitation(actor, { invitationId: await idOf(email) });
    await expect(again).rejects.toMatchObject({ need: "otp" });
    expect(await teamLines(member)).toContain(`invited ${email} owner`);
  });
});

describe("the link", () => {
  test("works for seven days and not a second longer; then the address can be invited again", async () => {
    const { actor } = await anOwner();
    const email = anAddress();
    await inviteMember(actor, { email, role: "viewer" });
    const token = await latestInvitationToken(email);
    await shift(email, "6 days 23:59:30");
    expect(await findInvitation(org, token)).toMatchObject({ email, userId: null });
    await shift(email, "30 seconds");
    expect(await findInvitation(org, token)).toBeNull();
    await expect(accepts(org, email)).rejects.toMatchObject({ code: "link_expired" });
    await inviteMember(actor, { email, role: "viewer" });
    await accepts(org, email);
  });

  test("when sent again, only the new link works; when withdrawn, none does", async () => {
    const { actor } = await anOwner();
    const email = anAddress();
    await inviteMember(actor, { email, role: "viewer" });
    const old = await latestInvitationToken(email);
    await resendInvitation(actor, { invitationId: await idOf(email) });
    expect(await findInvitation(org, old)).toBeNull();
    expect(await findInvitation(org, await latestInvitationToken(email))).not.toBeNull();
    const invitationId = await idOf(email);
    await withdrawInvitation(actor, { invitationId });
    await expect(accepts(org, email)).rejects.toMatchObject({ code: "link_expired" });
    await expect(withdrawInvitation(actor, { invitationId })).rejects.toMatchObject({
      code: "invitation_closed",
    });
  });

  test("stops working when its sender stops being an owner, and works at one brand only (C-4)", async () => {
    const { member, actor } = await anOwner(true);
    const second = await aColleague(member, { role: "owner", mobile: true });
    const other = await actorOf(second, await aSession(second, { otp: true }));
    const [first, email] = [anAddress(), anAddress()];
    await inviteMember(other, { email: first, role: "owner" });
    await changeRole(actor, { userId: second.userId, role: "admin" });
    expect(await teamLines(member)).not.toContain(`invited ${first} owner`);
    await inviteMember(actor, { email, role: "viewer" });
    expect(await findInvitation(orgs.axis, await latestInvitationToken(email))).toBeNull();
    // However the ownership ended, even without the command that revokes invitations.
    await aColleague(member, { role: "owner" });
    await db().execute(sql`update members set role = 'admin' where user_id = ${member.userId}`);
    await expect(accepts(org, email)).rejects.toMatchObject({ code: "link_expired" });
  });

  test("three who accept at once make one user and one member; a weak password makes none (R-12)", async () => {
    const { member, actor } = await anOwner();
    const email = anAddress();
    await inviteMember(actor, { email, role: "viewer" });
    await expect(accepts(org, email, { password: "too-short" })).rejects.toMatchObject({
      code: "password_refused",
    });
    const token = await latestInvitationToken(email);
    const nameless = acceptInvitation(org, { token, password: newPassword }, testClient);
    await expect(nameless).rejects.toMatchObject({ code: "name_missing" });
    const all = await Promise.allSettled(Array.from({ length: 3 }, () => accepts(org, email)));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await teamLines(member)).toHaveLength(2);
    const { rows } = await db().execute(sql`select 1 from users where email = ${email}`);
    expect(rows).toHaveLength(1);
  });
});
