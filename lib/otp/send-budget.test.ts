/** How many codes may be sent, to whom, and who can use up whose (O-8, O-15). */
import { expect, test } from "vitest";
import { messagesTo } from "@/lib/testing/inbox/read-inbox";
import { actorOf, aMember, aMobile, aSession, type TestMember } from "@/lib/testing/people";
import { codeOwner } from "./challenge";
import { sendSmsCode } from "./send-sms-code";
import { ownTarget, type Target } from "./target";

const regenerate: Target = {
  purpose: "regenerate",
  mode: "test",
  keyId: "rzp_test_00000000000000",
  subject: null,
};

/** From a new session each time: a session of its own has a resend gap of its own. */
async function ask(member: TestMember, target: Target, mobile: string) {
  const actor = await actorOf(member, await aSession(member));
  return sendSmsCode(codeOwner(actor), target, mobile);
}

const times = <T>(count: number, work: () => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, work));

test("five codes an hour for a user, however many sessions and purposes ask", async () => {
  const member = await aMember({ mobile: true });
  const mobile = member.mobile ?? "";
  const targets: Target[] = [
    regenerate,
    { ...regenerate, purpose: "deactivate" },
    { ...regenerate, purpose: "extend" },
  ];
  await Promise.all(targets.map((target) => times(10, () => ask(member, target, mobile))));
  expect(await messagesTo(mobile)).toHaveLength(5);
});

test("five codes an hour to a number that nobody has verified, however many people ask", async () => {
  const people = await Promise.all([0, 1, 2].map(() => aMember()));
  const mobile = aMobile(people[0]?.org ?? (await aMember()).org);
  const verify = ownTarget("verify-mobile");
  await Promise.all(people.map((member) => times(10, () => ask(member, verify, mobile))));
  expect(await messagesTo(mobile)).toHaveLength(5);
});

test("a stranger who sends codes to somebody's number does not use up the owner's, nor the other way round", async () => {
  const owner = await aMember({ mobile: true });
  const strangers = await Promise.all([0, 1, 2].map(() => aMember()));
  const mobile = owner.mobile ?? "";
  const verify = ownTarget("verify-mobile");
  await Promise.all(strangers.map((member) => times(10, () => ask(member, verify, mobile))));
  expect(await messagesTo(mobile)).toHaveLength(5);
  await times(10, () => ask(owner, regenerate, mobile));
  expect(await messagesTo(mobile)).toHaveLength(10);
  const later = await aMember();
  await expect(ask(later, verify, mobile)).rejects.toMatchObject({ code: "sent_too_often" });
  expect(await messagesTo(mobile)).toHaveLength(10);
});

test("a user's codes to new numbers leave the codes to the own number alone", async () => {
  const member = await aMember({ mobile: true });
  const verify = ownTarget("verify-mobile");
  await times(10, async () => ask(member, verify, aMobile(member.org)));
  const { challengeId } = await ask(member, regenerate, member.mobile ?? "");
  expect(challengeId).toMatch(/^otc_/);
});
