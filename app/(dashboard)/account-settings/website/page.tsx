import type { Metadata } from "next";
import { logOutAction, switchMerchantAction, switchModeAction } from "@/app/(dashboard)/actions";
import { Denied } from "@/components/shell/denied";
import { Shell } from "@/components/shell/shell";
import { WebsitePanel } from "@/components/website/website-panel";
import { hasPermission } from "@/lib/access/permissions";
import { requireActor } from "@/lib/web/actor";
import { shellProps } from "@/lib/web/shell-props";
import { getWebsiteView } from "@/lib/websites/get-website-view";
import { submitWebsiteAction } from "./actions";

const title = "Business website details";

export const metadata: Metadata = { title };

export default async function WebsitePage() {
  const actor = await requireActor();
  return (
    <Shell
      {...shellProps(actor)}
      path="/account-settings/website"
      crumbs={[{ label: "Account & Settings", href: "/account-settings" }, { label: title }]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      {hasPermission(actor.role, "website:view") ? (
        <WebsitePanel website={await getWebsiteView(actor)} submit={submitWebsiteAction} />
      ) : (
        <Denied title={title} />
      )}
    </Shell>
  );
}
