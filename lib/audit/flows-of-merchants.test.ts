/** What is done with teams and merchants leaves exactly these entries, in this order (G-1). */

import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { addOwner } from "@/lib/operator/add-owner";
import { createMerchant } from "@/lib/operator/create-merchant";
import { disableUser, enableUser } from "@/lib/operator/disable-user";
import { freezeMerchant, unfreezeMerchant } from "@/lib/operator/freeze-merchant";
import { operatorOf } from "@/lib/operator/operator";
import { resetTwoStep } from "@/lib/operator/reset-two-step";
import { switchMerchant } from "@/lib/sessions/switch-merchant";
import { changeRole } from "@/lib/team/change-role";
import { inviteMember } from "@/lib/team/invite-member";
import { removeMember } from "@/lib/team/remove-member";
import { requireTwoStep } from "@/lib/team/require-two-step";
import { unlockMember } from "@/lib/team/unlock-member";
import { withdrawInvitation } from "@/lib/team/withdraw-invitation";
import { anEmail, entriesOf, type Flow, inside } from "@/lib/testing/flows";
import { aMember } from "@/lib/testing/people";
import { aColleague, accepts, alsoAt, lockOut } from "@/lib/testing/team";

const operator = operatorOf("otto", "staff");

const flows: [name: string, run: Flow, entries: string[]][] = [
  [
    "a team",
    async () => {
      const { member, actor } = await inside({ isTwoStepOn: true });
      const [gone, email] = [anEmail(), anEmail()];
      await inviteMember(actor, { email: gone, role: "viewer" });
      const {
        rows: [invitation],
      } = await db().execute<{ id: string }>(sql`select id from invitations where email = ${gone}`);
      await withdrawInvitation(actor, { invitationId: invitation?.id ?? "" });
      await inviteMember(actor, { email, role: "viewer" });
      await accepts(member.org, email);
      const other = await aColleague(member, { hasPassword: true });
      await changeRole(actor, { userId: other.userId, role: "operations" });
      await lockOut(other);
      await unlockMember(actor, { userId: other.userId });
      await requireTwoStep(actor, { isRequired: true });
      await requireTwoStep(actor, { isRequired: false });
      await removeMember(actor, { userId: other.userId });
      return member;
    },
    [
      "session.created",
      "member.invited",
      "member.invitation_revoked",
      "member.invited",
      "member.joined",
      "member.role_changed",
      "member.unlocked",
      "team.two_step_required",
      "team.two_step_not_required",
      "member.removed",
    ],
  ],
  [
    "a merchant in the operator's hands",
    async () => {
      const email = anEmail();
      const { merchantId } = await createMerchant(operator, {
        orgId: "razorpay",
        name: "Kedai",
        owner: { email, name: "Aina" },
      });
      await freezeMerchant(operator, merchantId);
      await unfreezeMerchant(operator, merchantId);
      await addOwner(operator, merchantId, { email: anEmail(), name: "Second" });
      await disableUser(operator, email);
      await enableUser(operator, email);
      return { merchantId };
    },
    [
      "merchant.created",
      "merchant.frozen",
      "merchant.unfrozen",
      "member.owner_added",
      "member.disabled",
      "member.enabled",
    ],
  ],
  [
    "2-step verification reset by the operator",
    async () => {
      const { member } = await inside({ isTwoStepOn: true });
      await resetTwoStep(operator, member.email);
      return member;
    },
    ["session.created", "session.ended", "two_step.reset"],
  ],
  [
    "going over to another merchant",
    async () => {
      const { member, actor } = await inside();
      const other = await alsoAt(member, (await aMember()).merchantId);
      await switchMerchant(actor, other.merchantId);
      return other;
    },
    ["session.created", "merchant.switched"],
  ],
];

test.each(flows)("%s leaves exactly its entries (G-1)", async (_, run, entries) => {
  expect(await entriesOf(run)).toEqual(entries);
});

/** Events that another test drives, each by its own command. */
const elsewhere: Record<string, string> = {
  "email.restored": "lib/users/restore-email.test.ts",
  "otp.unsent": "e2e/machine/sms-down.spec.ts",
  "audit.exported": "lib/operator/export-audit.test.ts",
};

test("there is no event that no flow leaves (G-1)", () => {
  const read = (path: string) => readFileSync(path, "utf8");
  const [, union = ""] = /type AuditEvent =([^;]*);/.exec(read("lib/audit/record-audit.ts")) ?? [];
  const events = [...union.matchAll(/"([^"]+)"/g)].map(([, event = ""]) => event);
  expect(events.length).toBeGreaterThan(50);
  const flows = ["logins", "people", "keys", "merchants"].map((of) =>
    read(`lib/audit/flows-of-${of}.test.ts`),
  );
  const isLeft = (event: string, text: string) => RegExp(`"${event}!?"`).test(text);
  const missing = events.filter(
    (event) => !isLeft(event, `${flows} ${read(elsewhere[event] ?? "/dev/null")}`),
  );
  expect(missing).toEqual([]);
});
