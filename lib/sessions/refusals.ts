import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about sessions, with the sentences that users see. */
export const sessionRefusal = refusalsOf({
  session_ended: "This session has ended already. Reload the page.",
  not_a_member: "You are not a member of that merchant any more. Reload the page.",
});

export type SessionRefusal = CodeOf<typeof sessionRefusal>;
