import type { Metadata } from "next";
import { logOutAction, switchModeAction } from "@/app/(dashboard)/actions";
import { SettingsSections } from "@/components/shell/settings-sections";
import { Shell } from "@/components/shell/shell";
import { requireActor } from "@/lib/web/actor";
import { shellProps } from "@/lib/web/shell-props";

export const metadata: Metadata = { title: "Account & Settings" };

const path = "/account-settings";

export default async function AccountSettingsPage() {
  const actor = await requireActor();
  const apiKeys = {
    href: `${path}/api-keys`,
    label: "API Keys",
    description: "Generate and regenerate the keys your servers use, in Test and in Live.",
  };
  return (
    <Shell
      {...shellProps(actor)}
      path={path}
      crumbs={[{ label: "Account & Settings" }]}
      switchMode={switchModeAction}
      logOut={logOutAction}
    >
      <SettingsSections sections={[{ heading: actor.org.apiKeysUnder, links: [apiKeys] }]} />
    </Shell>
  );
}
