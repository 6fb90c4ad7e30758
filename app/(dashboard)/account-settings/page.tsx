import type { Metadata } from "next";
import { DashboardFrame } from "@/app/(dashboard)/frame";
import { SettingsSections } from "@/components/shell/settings-sections";
import { requireActor } from "@/lib/web/actor";
import { settingsSections } from "@/lib/web/settings-sections";

const title = "Account & Settings";

export const metadata: Metadata = { title };

export default async function AccountSettingsPage() {
  const actor = await requireActor();
  return (
    <DashboardFrame actor={actor} path="/account-settings" title={title}>
      <SettingsSections sections={settingsSections(actor)} />
    </DashboardFrame>
  );
}
