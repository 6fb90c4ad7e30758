/** Keys and their usage belong to one mode, and nothing is shared between modes (DESIGN §1). */
export const modes = ["test", "live"] as const;
export type Mode = (typeof modes)[number];

/** As in "Test Mode". */
export const modeNames: Record<Mode, string> = { test: "Test", live: "Live" };
