import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about passwords, with the sentences that users see. */
export const passwordRefusal = refusalsOf({
  wrong_password:
    "Password is incorrect. After several wrong tries, wait a little before the next one.",
  password_refused: "Choose another password.",
  busy: "We are very busy just now. Try again in a few seconds.",
});

export type PasswordRefusal = CodeOf<typeof passwordRefusal>;
