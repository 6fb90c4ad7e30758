"use server";
import { z } from "zod";
import { action } from "@/lib/web/action";
import { getWebsiteView } from "@/lib/websites/get-website-view";
import { submitWebsite } from "@/lib/websites/submit-website";
import { readDetails, websiteSentences } from "@/lib/websites/website-details";
import type { WebsiteView } from "@/lib/websites/website-view";

const page = z.string(websiteSentences.page).max(500, websiteSentences.page);

const details = z
  .strictObject({
    url: z.string(websiteSentences.url).max(500, websiteSentences.url),
    contactUrl: page,
    termsUrl: page,
    privacyUrl: page,
    refundUrl: page,
  })
  .transform((typed, context) => {
    const read = readDetails(typed);
    if ("details" in read) return read.details;
    for (const [field, message] of Object.entries(read.wrong))
      context.addIssue({ code: "custom", path: [field], message });
    return z.NEVER;
  });

export const submitWebsiteAction = action(
  details,
  async (actor, input): Promise<WebsiteView | null> => {
    await submitWebsite(actor, input);
    return getWebsiteView(actor);
  },
);
