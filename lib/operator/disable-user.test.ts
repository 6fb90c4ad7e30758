import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { logIn } from "@/lib/login/log-in";
import { requestReset } from "@/lib/passwords/request-reset";
import { findOpenReset } from "@/lib/passwords/reset-password";
import { findActor } from "@/lib/sessions/find-actor";
import { inviteMember } from "@/lib/team/invite-member";
import { listTeam } from "@/lib/team/list-team";
import { aKey } from "@/lib/testing/keys";
import { latestToken, waitingFor } from "@/lib/testing/outbox";
import {
  actorOf,
  aMember,
  aSession,
  type TestMember,
  testClient,
  testPassword,
} from "@/lib/testing/people";
import { aColleague, accepts, teamLines } from "@/lib/testing/team";
import { operatorsTrail } from "@/lib/testing/trail";
import { verdictOf } from "@/lib/testing/verdict";
import { disableUser, enableUser } from "./disable-user";
import { operatorOf } from "./operator";

const operator = operatorOf("otto", "staff");
const someEmail = () => `o-${randomUUID()}@tests.test`;
const kindsFor = async (email: string) => (await waitingFor(email)).map(({ kind }) => kind);
const logInAs = ({ org, email }: TestMember) =>
  logIn(org, { email, password: testPassword }, testClient);
const wrong = { code: "wrong_credentials" };
const already = { code: "already_so" };

describe("a disabled user", () => {
  test("has no session, login or link any more; keys keep working; user and owner are told, once", async () => {
    const owner = await aMember();
    const admin = await aColleague(owner, { hasPassword: true, role: "admin" });
    const session = await aSession(admin);
    const key = await aKey(await actorOf(admin, session));
    await requestReset(admin.org, admin, testClient);
    const link = await latestToken(admin.email, "password-reset");
    expect(await disableUser(operator, admin.email)).toMatchObject({ isDisabled: true });
    expect(await findActor(admin.org, session.sid, testClient)).toBeNull();
    expect(await findOpenReset(admin.org, link)).toBeNull();
    await expect(logInAs(admin)).rejects.toMatchObject(wrong);
    const { members } = await listTeam(await actorOf(owner, await aSession(owner)));
    expect(members.map(({ userId, isDisabled }) => [userId, isDisabled])).toEqual([
      [owner.userId, false],
      [admin.userId, true],
    ]);
    expect(await verdictOf(key)).toBe("allowed");
    await expect(disableUser(operator, admin.email)).rejects.toMatchObject(already);
    for (const { email } of [owner, admin])
      expect((await kindsFor(email)).filter((kind) => kind === "user-disabled")).toHaveLength(1);
    const trail = await operatorsTrail(admin.merchantId);
    expect(trail.map(({ event, detail }) => [event, detail.user, detail.operator])).toEqual([
      ["session.ended", admin.userId, "otto"],
      ["member.disabled", admin.userId, "otto"],
    ]);
  });

  test("who is enabled logs in as before, and nothing of what was ended comes back", async () => {
    const member = await aMember({ hasPassword: true });
    const session = await aSession(member);
    await expect(enableUser(operator, member.email)).rejects.toMatchObject(already);
    await disableUser(operator, member.email);
    expect(await enableUser(operator, member.email)).toMatchObject({ isDisabled: false });
    expect(await findActor(member.org, session.sid, testClient)).toBeNull();
    expect(await logInAs(member)).toMatchObject({ step: "signed-in" });
    expect(await kindsFor(member.email)).toContain("user-enabled");
    expect((await operatorsTrail(member.merchantId)).map(({ event }) => event)).toEqual([
      "session.ended",
      "member.disabled",
      "member.enabled",
    ]);
  });

  test("has invited nobody: an open invitation of theirs works no more, also after they are enabled", async () => {
    const owner = await aMember();
    const email = someEmail();
    await inviteMember(await actorOf(owner, await aSession(owner)), { email, role: "viewer" });
    await disableUser(operator, owner.email);
    await enableUser(operator, owner.email);
    await expect(accepts(owner.org, email)).rejects.toMatchObject({ code: "link_expired" });
    expect(await teamLines(owner)).not.toContain(`invited ${email} viewer`);
    expect((await operatorsTrail(owner.merchantId)).map(({ event }) => event)).toContain(
      "member.invitation_revoked",
    );
  });
});
