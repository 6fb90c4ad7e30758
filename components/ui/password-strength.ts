/**
 * A hint about a new password while it is typed, from its length and variety only. The server decides
 * (`requireNewPassword`), with word lists that are too large for a browser.
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

/** How many of the four bars are filled. */
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
  // Variety counts too: ten different characters make a long password, but the same four over and over do not.
  const worth = Math.min(characters.length, variety * 2);
  if (worth < minLength + 3) return "fair";
  return worth < minLength + 8 ? "good" : "strong";
}
