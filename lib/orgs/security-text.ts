import type { Org } from "./org";
import { orgUrl } from "./org-url";

const daysValid = 180;
const dayMs = 24 * 3_600_000;

/** The brand's `security.txt` (RFC 9116). It must expire in less than a year, so that nobody trusts an old copy. */
export function securityText(org: Org, now: Date): string {
  const expires = new Date(now.getTime() + daysValid * dayMs);
  return [
    `Contact: mailto:${org.securityEmail}`,
    `Expires: ${expires.toISOString()}`,
    `Preferred-Languages: ${new Intl.Locale(org.locale).language}`,
    `Canonical: ${orgUrl(org)}/.well-known/security.txt`,
    "",
  ].join("\n");
}
