import type { Metadata } from "next";
import { logOutAction, switchMerchantAction, switchModeAction } from "@/app/(dashboard)/actions";
import { SettingsSections } from "@/components/shell/settings-sections";
import { Shell } from "@/components/shell/shell";
import { requireActor } from "@/lib/web/actor";
import { settingsSections } from "@/lib/web/settings-sections";
import { shellProps } from "@/lib/web/shell-props";

export const metadata: Metadata = { title: "Account & Settings" };

const path = "/account-settings";

export default async function AccountSettingsPage() {
  const actor = await requireActor();
  return (
    <Shell
      {...shellProps(actor)}
      path={path}
      crumbs={[{ label: "Account & Settings" }]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      <SettingsSections sections={settingsSections(actor)} />
    </Shell>
  );
}
