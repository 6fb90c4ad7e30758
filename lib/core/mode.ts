/** Keys, usage and everything about them belong to one mode; nothing crosses (DESIGN §1). */
export const modes = ["test", "live"] as const;
export type Mode = (typeof modes)[number];

/** As in "Test Mode". */
export const modeNames: Record<Mode, string> = { test: "Test", live: "Live" };
