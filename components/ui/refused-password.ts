import type { Trouble } from "./call-action";

/** Why a new password was refused, for its field. */
export function refusedPassword(trouble: Trouble | null): string | undefined {
  const isPassword = trouble?.status === "refused" && trouble.code === "password_refused";
  return isPassword ? trouble.message : undefined;
}
