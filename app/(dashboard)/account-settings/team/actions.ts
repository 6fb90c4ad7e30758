"use server";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { changeRole } from "@/lib/team/change-role";
import { inviteMember } from "@/lib/team/invite-member";
import { removeMember } from "@/lib/team/remove-member";
import { requireTwoStep } from "@/lib/team/require-two-step";
import { resendInvitation } from "@/lib/team/resend-invitation";
import { resetMemberTwoStep } from "@/lib/team/reset-member-two-step";
import { unlockMember } from "@/lib/team/unlock-member";
import { withdrawInvitation } from "@/lib/team/withdraw-invitation";
import { action } from "@/lib/web/action";
import type { Action } from "@/lib/web/action-state";
import { invitationIdField, newEmailField, roleField, userIdField } from "@/lib/web/fields";

/** Refreshes the page, so that it shows the change. */
function done(): null {
  refresh();
  return null;
}

function change<I>(
  schema: z.ZodType<I>,
  verb: (actor: Actor, input: I) => Promise<void>,
): Action<null> {
  return action(schema, async (actor, input): Promise<null> => {
    await verb(actor, input);
    return done();
  });
}

const aMember = z.strictObject({ userId: userIdField });
const anInvitation = z.strictObject({ invitationId: invitationIdField });

export const inviteMemberAction = change(
  z.strictObject({ email: newEmailField, role: roleField }),
  inviteMember,
);

export const withdrawInvitationAction = change(anInvitation, withdrawInvitation);

export const resendInvitationAction = change(anInvitation, resendInvitation);

export const changeRoleAction = change(
  z.strictObject({ userId: userIdField, role: roleField }),
  changeRole,
);

export const removeMemberAction = action(aMember, async (actor, input): Promise<null> => {
  await removeMember(actor, input);
  if (input.userId === actor.user.id) redirect("/login");
  return done();
});

export const unlockMemberAction = change(aMember, unlockMember);

export const resetMemberTwoStepAction = change(aMember, resetMemberTwoStep);

export const requireTwoStepAction = change(
  z.strictObject({ isRequired: z.enum(["yes", "no"], { error: "Reload the page." }) }),
  (actor, { isRequired }) => requireTwoStep(actor, { isRequired: isRequired === "yes" }),
);
