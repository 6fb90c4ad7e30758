import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about keys, with the sentences that users see. */
export const keyRefusal = refusalsOf({
  already_exists: "This mode already has a key. Regenerate it to get a new one.",
  already_changed:
    "This key was already changed, perhaps in another tab or by a colleague. The list below is up to date.",
  cannot_extend: "This key cannot be kept any longer.",
  life_not_offered: "This key life is not offered. Reload the page and choose again.",
  website_not_verified: "Your website is not verified yet, so Live keys cannot be generated.",
  key_frozen: "This key is frozen. Contact support.",
});

export type KeyRefusal = CodeOf<typeof keyRefusal>;
