/** The languages of "Use your key", in the order of their tabs. */
export const programLanguages = ["curl", "node", "python", "php", "java"] as const;

export type ProgramLanguage = (typeof programLanguages)[number];

/**
 * The cookie that remembers the language. A cookie, so that the server renders the right program, and so that it
 * outlives a logout, which clears the browser's storage. The page's script sets it; it chooses what is shown and
 * nothing else (C-7).
 */
export const languageCookieName = "keydesk-language";

/** What the cookie says; "curl" if it says nothing that is known. */
export function readLanguage(value: string | undefined): ProgramLanguage {
  return programLanguages.find((language) => language === value) ?? "curl";
}
