import { readPageUrl, readWebsiteUrl } from "./website-url";

/** The pages that a reviewer looks at. */
const pageFields = ["contactUrl", "termsUrl", "privacyUrl", "refundUrl"] as const;
type PageField = (typeof pageFields)[number];

/** What the merchant entered; "" for a page that does not exist. */
export type WebsiteDetails = Record<"url" | PageField, string>;

export const websiteSentences = {
  url: "Enter the full address of your website, as in https://shop.example.",
  page: "Enter this page's full address, or its path on your website, as in /contact.",
} as const;

export type ReadDetails =
  | { details: WebsiteDetails }
  /** One sentence per wrong field, by the field's name. */
  | { wrong: Partial<WebsiteDetails> };

/** Normalizes what was entered, or says what is wrong with it. */
export function readDetails(typed: WebsiteDetails): ReadDetails {
  const url = readWebsiteUrl(typed.url);
  if (url === null) return { wrong: { url: websiteSentences.url } };
  const details: WebsiteDetails = {
    url,
    contactUrl: "",
    termsUrl: "",
    privacyUrl: "",
    refundUrl: "",
  };
  const wrong: Partial<WebsiteDetails> = {};
  for (const field of pageFields) {
    const page = typed[field].trim() === "" ? "" : readPageUrl(typed[field], url);
    if (page === null) wrong[field] = websiteSentences.page;
    else details[field] = page;
  }
  return Object.keys(wrong).length > 0 ? { wrong } : { details };
}
