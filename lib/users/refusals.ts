import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Why the details of an account is refused, in the words that people read. */
export const userRefusal = refusalsOf({
  email_unchanged: "This is your email already.",
  sent_too_often: "Too many mails were asked for. Try again in an hour.",
});

export type UserRefusal = CodeOf<typeof userRefusal>;
