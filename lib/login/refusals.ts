import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals of logins, with the sentences that users see. */
export const loginRefusal = refusalsOf({
  wrong_credentials:
    "Email or password is incorrect. After several wrong tries, wait a little before the next one.",
});

export type LoginRefusal = CodeOf<typeof loginRefusal>;
