import type { Actor } from "@/lib/access/actor";
import { hasPermission } from "@/lib/access/permissions";

export interface SettingsLink {
  href: string;
  label: string;
  description: string;
}

const base = "/account-settings";

const apiKeys: SettingsLink = {
  href: `${base}/api-keys`,
  label: "API Keys",
  description: "Generate and regenerate the keys your servers use, in Test and in Live.",
};

const websiteDetails: SettingsLink = {
  href: `${base}/website`,
  label: "Business website details",
  description: "Submit your website for review: Live keys need a verified one.",
};

const team: SettingsLink = {
  href: `${base}/team`,
  label: "Manage team",
  description: "Who belongs to this account, with which role, and who is invited.",
};

const accountDetails: SettingsLink = {
  href: `${base}/account-details`,
  label: "Account details",
  description: "Your name, email, password and mobile number.",
};

const security: SettingsLink = {
  href: `${base}/security`,
  label: "Security",
  description:
    "2-step verification, authenticator app, recovery codes, and where you are logged in.",
};

/**
 * The links on "Account & Settings", under the brand's headings (DESIGN §2.3); heading null: links without a heading.
 */
export function settingsSections(
  actor: Actor,
): { heading: string | null; links: SettingsLink[] }[] {
  const website: SettingsLink[] = [apiKeys, websiteDetails];
  const account: SettingsLink[] = [accountDetails, security];
  if (hasPermission(actor.role, "team:view")) account.push(team);
  const sections = [
    { heading: actor.org.apiKeysUnder, links: website },
    { heading: "Account", links: account },
  ];
  return sections.filter(({ links }) => links.length > 0);
}
