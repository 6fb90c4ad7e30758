import { type CodeOf, refusalsOf } from "@/lib/core/errors";

/** Refusals about websites, with the sentences that users see. */
export const websiteRefusal = refusalsOf({
  website_refused: "Enter the full address of your website, as in https://shop.example.",
  website_changed: "The website was edited since then. Look at it again.",
  website_not_waiting: "No website of this merchant is under review.",
});

export type WebsiteRefusal = CodeOf<typeof websiteRefusal>;
