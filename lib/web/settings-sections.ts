import type { Actor } from "@/lib/access/actor";

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

const security: SettingsLink = {
  href: `${base}/security`,
  label: "Security",
  description:
    "2-step verification, authenticator app, recovery codes, and where you are logged in.",
};

/** What stands on "Account & Settings", under the brand's own headings (DESIGN §2.3); null: on the page itself. */
export function settingsSections(
  actor: Actor,
): { heading: string | null; links: SettingsLink[] }[] {
  const website: SettingsLink[] = [apiKeys];
  const account: SettingsLink[] = [security];
  const sections = [
    { heading: actor.org.apiKeysUnder, links: website },
    { heading: "Account", links: account },
  ];
  return sections.filter(({ links }) => links.length > 0);
}
