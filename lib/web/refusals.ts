import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals of a request as such, with the sentences that users see. */
export const webRefusal = refusalsOf({
  other_merchant: "You switched to another merchant in another tab. Reload the page.",
  wrong_origin: "This request did not come from this page. Reload and try again.",
});

export type WebRefusal = CodeOf<typeof webRefusal>;
