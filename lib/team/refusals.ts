import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about members and invitations, with the sentences that users see. */
export const teamRefusal = refusalsOf({
  member_not_found: "We could not find that member. The list may be out of date: reload the page.",
  last_owner:
    "A merchant needs at least one owner who can log in. Make somebody else an owner first.",
  own_two_step_first:
    "Turn on your own 2-step verification first: the team's rule holds for you too.",
  not_yours_alone:
    "This person belongs to other merchants too, so only support can do this. Nothing was changed.",
  already_member: "This person is a member already.",
  already_invited: "This person has an open invitation already.",
  invitation_closed: "This invitation is no longer open. Reload the page.",
  invitations_limited: "Too many invitations were sent. Try again tomorrow.",
  account_exists:
    "There is an account with this email by now. Reload the page and join with its password.",
  name_missing: "Enter your name.",
});

export type TeamRefusal = CodeOf<typeof teamRefusal>;
