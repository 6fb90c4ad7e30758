/**
 * How a new password looks from length and variety alone: a hint while typing. The server judges (`requireNewPassword`)
 * with word lists that no browser has to load.
 */
export type Strength = "none" | "short" | "weak" | "fair" | "good" | "strong";

export const strengthWords: Record<Strength, string> = {
  none: "",
  short: "Too short",
  weak: "Weak: it repeats itself",
  fair: "Fair",
  good: "Good",
  strong: "Strong",
};

/** Bars that are lit, of four. */
export const strengthBars: Record<Strength, number> = {
  none: 0,
  short: 1,
  weak: 1,
  fair: 2,
  good: 3,
  strong: 4,
};

export function strengthOf(password: string, minLength: number): Strength {
  const characters = [...password.normalize("NFC")];
  if (characters.length === 0) return "none";
  if (characters.length < minLength) return "short";
  const variety = new Set(characters).size;
  if (variety < 6) return "weak";
  // Ten different characters make a long password; the same four of them over and over do not.
  const worth = Math.min(characters.length, variety * 2);
  if (worth < minLength + 3) return "fair";
  return worth < minLength + 8 ? "good" : "strong";
}
