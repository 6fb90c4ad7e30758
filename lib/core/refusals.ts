import { type CodeOf, refusalsOf } from "./errors";

/** Refusals about links in mails, with the sentences that users see. */
export const linkRefusal = refusalsOf({
  link_expired: "This link has expired or was already used.",
});

export type LinkRefusal = CodeOf<typeof linkRefusal>;
