import type { Org } from "./org";

/** The brand's country in English, such as "India". */
export function countryName({ country, locale }: Org): string {
  return new Intl.DisplayNames(locale, { type: "region" }).of(country) ?? country;
}
