import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Why a request as such is refused, in the words that people read. */
export const webRefusal = refusalsOf({
  other_merchant: "You switched to another merchant in another tab. Reload the page.",
  wrong_origin: "This request did not come from this page. Reload and try again.",
});

export type WebRefusal = CodeOf<typeof webRefusal>;
