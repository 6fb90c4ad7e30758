/**
 * The rules for a new password, the same at sign-up, reset and change (D9, L-1 … L-3): long enough, and not what
 * guessers try first. Any Unicode, no rules of composition, no expiry. The word lists are loaded when the first new
 * password is checked, so starting and logging in do not pay for them.
 */
import type { MatchExtended, ZxcvbnFactory } from "@zxcvbn-ts/core";
import type { Org } from "@/lib/orgs/org";
import { passwordRefusal } from "./refusals";

const maxCharacters = 128;
/** At least a billion guesses, as zxcvbn estimates. 12 random characters need a thousand times more. */
const leastGuessesLog10 = 9;
/** How many characters are estimated at once, because the estimate's time grows much faster than the length. */
const judgedCharacters = 32;
/** How many characters must remain after known names are removed. */
const leastOwnCharacters = 8;
const shortestName = 4;

/**
 * Throws `password_refused` with the reason. `names` are the user's and the business's names and email addresses; the
 * brand's names are added here.
 */
export async function requireNewPassword(
  org: Org,
  password: string,
  names: readonly string[],
): Promise<void> {
  const reason = await findWeakness(org, password, names);
  if (reason) throw passwordRefusal("password_refused", reason);
}

async function findWeakness(
  org: Org,
  password: string,
  names: readonly string[],
): Promise<string | null> {
  const characters = [...password.normalize("NFC")];
  const { minPasswordLength } = org.policy;
  if (characters.length < minPasswordLength) return `Use at least ${minPasswordLength} characters.`;
  if (characters.length > maxCharacters) return `Use at most ${maxCharacters} characters.`;
  const known = listKnownWords([...names, org.name, org.id, "keydesk", "dashboard"]);
  if (countOwnCharacters(characters.join(""), known) < leastOwnCharacters) {
    return `It is mostly a name that others know: yours, your business's, your email or ${org.name}. Choose something else.`;
  }
  return judge(characters, known);
}

/**
 * Each name as it is, without its spaces, and word by word: "Acme Stationery" gives "acmestationery", "acme" and
 * "stationery".
 */
function listKnownWords(names: readonly string[]): string[] {
  const words = names.flatMap((name) => {
    const parts = name
      .normalize("NFC")
      .toLowerCase()
      .split(/[^\p{L}\p{M}\p{N}]+/u);
    return [name.toLowerCase(), parts.join(""), ...parts];
  });
  return [...new Set(words)].filter((word) => [...word].length >= shortestName);
}

/** How many characters remain without the known names, spaces and punctuation, which a guesser tries first. */
function countOwnCharacters(password: string, known: readonly string[]): number {
  const longestFirst = known.toSorted((a, b) => b.length - a.length);
  const rest = longestFirst.reduce(
    (text, word) => text.replaceAll(word, " "),
    password.toLowerCase(),
  );
  return [...rest.replace(/[\s\p{P}]/gu, "")].length;
}

/**
 * A password is as hard to guess as its hardest part. So it passes if its beginning or, when it is longer than that,
 * its end is hard enough.
 */
async function judge(characters: string[], known: string[]): Promise<string | null> {
  const guesser = await loadGuesser();
  const parts = [characters.slice(0, judgedCharacters), characters.slice(-judgedCharacters)];
  let reason: string | null = null;
  for (const part of characters.length > judgedCharacters ? parts : parts.slice(0, 1)) {
    const { guessesLog10, feedback, sequence } = guesser.check(part.join(""), known);
    if (guessesLog10 >= leastGuessesLog10) return null;
    reason ??= reasonFor(feedback.warning, sequence);
  }
  return reason;
}

type Warning = ReturnType<ZxcvbnFactory["check"]>["feedback"]["warning"];

const listed =
  "It is on lists of common and stolen passwords, or close to one. Choose something else.";

const reasons: Record<string, string> = {
  simpleRepeat: "It repeats itself, which is guessed early. Add some variety.",
  extendedRepeat: "It repeats itself, which is guessed early. Add some variety.",
  sequences: "It follows the alphabet or counts, which is guessed early. Choose something else.",
  straightRow: "It follows a row of the keyboard, which is guessed early. Choose something else.",
  keyPattern: "It follows the keys of a keyboard, which is guessed early. Choose something else.",
  dates: "It is mostly a date, which is guessed early. Choose something else.",
  recentYears: "It is mostly a date, which is guessed early. Choose something else.",
  userInputs:
    "It is mostly a name that others know, which is guessed early. Choose something else.",
};

function reasonFor(warning: Warning, sequence: readonly MatchExtended[]): string {
  const isListed = sequence.some(
    ({ pattern, dictionaryName }) =>
      pattern === "dictionary" && dictionaryName === "passwords-common",
  );
  return reasons[warning ?? ""] ?? (isListed ? listed : "It is easy to guess. Make it longer.");
}

let guesser: Promise<ZxcvbnFactory> | undefined;

function loadGuesser(): Promise<ZxcvbnFactory> {
  guesser ??= Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]).then(
    ([{ ZxcvbnFactory: Factory }, { dictionary, adjacencyGraphs: graphs }]) =>
      new Factory({ dictionary, graphs }),
  );
  return guesser;
}
