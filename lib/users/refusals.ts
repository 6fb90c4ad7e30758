import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about a user's own account, with the sentences that users see. */
export const userRefusal = refusalsOf({
  email_unchanged: "This is your email already.",
  sent_too_often: "Too many mails were asked for. Try again in an hour.",
});

export type UserRefusal = CodeOf<typeof userRefusal>;
