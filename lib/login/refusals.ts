import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Why a login is refused, in the words that people read. */
export const loginRefusal = refusalsOf({
  wrong_credentials:
    "Email or password is incorrect. After several wrong tries, wait a little before the next one.",
});

export type LoginRefusal = CodeOf<typeof loginRefusal>;
