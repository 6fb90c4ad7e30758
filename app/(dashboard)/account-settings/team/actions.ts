"use server";
import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { withSecurityCode } from "@/lib/step-up/with-security-code";
import { changeRole } from "@/lib/team/change-role";
import { inviteMember } from "@/lib/team/invite-member";
import { removeMember } from "@/lib/team/remove-member";
import { requireTwoStep } from "@/lib/team/require-two-step";
import { resendInvitation } from "@/lib/team/resend-invitation";
import { resetMemberTwoStep } from "@/lib/team/reset-member-two-step";
import { unlockMember } from "@/lib/team/unlock-member";
import { withdrawInvitation } from "@/lib/team/withdraw-invitation";
import { action } from "@/lib/web/action";
import {
  invitationIdField,
  newEmailField,
  proofFields,
  roleField,
  userIdField,
} from "@/lib/web/fields";

/** Shows the list as it is after a change. */
function done(): null {
  refresh();
  return null;
}

export const inviteMemberAction = action(
  z.strictObject({ email: newEmailField, role: roleField, ...proofFields }),
  async (actor, { challengeId, code, ...input }): Promise<null> => {
    await withSecurityCode(actor, { action: "grant-owner" }, { challengeId, code }, (proof) =>
      inviteMember(actor, { ...input, challengeId: proof }),
    );
    return done();
  },
);

export const withdrawInvitationAction = action(
  z.strictObject({ invitationId: invitationIdField }),
  async (actor, input): Promise<null> => {
    await withdrawInvitation(actor, input);
    return done();
  },
);

export const resendInvitationAction = action(
  z.strictObject({ invitationId: invitationIdField, ...proofFields }),
  async (actor, { challengeId, code, invitationId }): Promise<null> => {
    await withSecurityCode(actor, { action: "grant-owner" }, { challengeId, code }, (proof) =>
      resendInvitation(actor, { invitationId, challengeId: proof }),
    );
    return done();
  },
);

export const changeRoleAction = action(
  z.strictObject({ userId: userIdField, role: roleField, ...proofFields }),
  async (actor, { challengeId, code, ...input }): Promise<null> => {
    const target = isOneself(actor, input)
      ? ({ action: "own-role" } as const)
      : ({ action: "grant-owner", subject: input.userId } as const);
    await withSecurityCode(actor, target, { challengeId, code }, (proof) =>
      changeRole(actor, { ...input, challengeId: proof }),
    );
    return done();
  },
);

export const removeMemberAction = action(
  z.strictObject({ userId: userIdField, ...proofFields }),
  async (actor, { challengeId, code, userId }): Promise<null> => {
    await withSecurityCode(actor, { action: "own-role" }, { challengeId, code }, (proof) =>
      removeMember(actor, { userId, challengeId: proof }),
    );
    if (isOneself(actor, { userId })) redirect("/login");
    return done();
  },
);

export const unlockMemberAction = action(
  z.strictObject({ userId: userIdField }),
  async (actor, input): Promise<null> => {
    await unlockMember(actor, input);
    return done();
  },
);

export const resetMemberTwoStepAction = action(
  z.strictObject({ userId: userIdField, ...proofFields }),
  async (actor, { challengeId, code, userId }): Promise<null> => {
    const target = { action: "reset-two-step", subject: userId } as const;
    await withSecurityCode(actor, target, { challengeId, code }, (proof) =>
      resetMemberTwoStep(actor, { userId, challengeId: proof }),
    );
    return done();
  },
);

export const requireTwoStepAction = action(
  z.strictObject({
    isRequired: z.enum(["yes", "no"], { error: "Reload the page." }),
    ...proofFields,
  }),
  async (actor, { challengeId, code, isRequired }): Promise<null> => {
    await withSecurityCode(actor, { action: "team-two-step" }, { challengeId, code }, (proof) =>
      requireTwoStep(actor, { isRequired: isRequired === "yes", challengeId: proof }),
    );
    return done();
  },
);

function isOneself({ user }: Actor, { userId }: { userId: string }): boolean {
  return userId === user.id;
}
