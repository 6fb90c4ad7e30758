import { type CodeOf, refusalsOf } from "./errors";

/** Why a link from a mail is refused, in the words that people read. */
export const linkRefusal = refusalsOf({
  link_expired: "This link has expired or was already used.",
});

export type LinkRefusal = CodeOf<typeof linkRefusal>;
