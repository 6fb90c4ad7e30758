import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { Org } from "@/lib/orgs/org";

/**
 * The E.164 form of a mobile number of the brand's country, entered with or without the country code; null for anything
 * else. So we never pay for an SMS to another country, a landline or a premium number (O-15).
 */
export function parseMobile(org: Org, typed: string): string | null {
  const number = parsePhoneNumberFromString(typed, { defaultCountry: org.country, extract: false });
  if (!number?.isValid() || number.country !== org.country) return null;
  const type = number.getType();
  return type === "MOBILE" || type === "FIXED_LINE_OR_MOBILE" ? number.number : null;
}
