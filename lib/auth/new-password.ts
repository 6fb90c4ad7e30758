import { AppError } from "@/lib/core/errors";
import type { Org } from "@/lib/orgs/org";

const maxLength = 128;

/** Length is counted in characters as people see code points (L-1, L-2). Throws `password_refused` with the reason. */
export async function requireNewPassword(
  org: Org,
  password: string,
  ownWords: string[],
): Promise<void> {
  const length = [...password.normalize("NFC")].length;
  const { minPasswordLength } = org.policy;
  if (length < minPasswordLength)
    throw new AppError("password_refused", `Use at least ${minPasswordLength} characters.`);
  if (length > maxLength)
    throw new AppError("password_refused", `Use at most ${maxLength} characters.`);
  if (ownWords.some((word) => word.toLowerCase() === password.toLowerCase()))
    throw new AppError("password_refused", "Choose a password that is not your name or email.");
}
