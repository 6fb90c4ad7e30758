import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Why a password is refused, in the words that people read. */
export const passwordRefusal = refusalsOf({
  wrong_password:
    "Password is incorrect. After several wrong tries, wait a little before the next one.",
  password_refused: "Choose another password.",
  busy: "We are very busy just now. Try again in a few seconds.",
});

export type PasswordRefusal = CodeOf<typeof passwordRefusal>;
