import type { Metadata } from "next";
import { HomePanel } from "@/components/home/home-panel";
import { MemberHome } from "@/components/home/member-home";
import { Shell } from "@/components/shell/shell";
import { hasPermission } from "@/lib/access/permissions";
import { readHome } from "@/lib/home/read-home";
import { requireActor } from "@/lib/web/actor";
import { shellProps } from "@/lib/web/shell-props";
import { logOutAction, switchMerchantAction, switchModeAction } from "./actions";

export const metadata: Metadata = { title: "Home" };

/** Where a login leads: both modes at a glance. */
export default async function HomePage() {
  const actor = await requireActor();
  const merchantName = actor.merchant.name;
  return (
    <Shell
      {...shellProps(actor)}
      path="/"
      crumbs={[{ label: "Home" }]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      {hasPermission(actor.role, "keys:view") ? (
        <HomePanel
          merchantName={merchantName}
          view={await readHome(actor)}
          mode={actor.session.mode}
          switchMode={switchModeAction}
        />
      ) : (
        <MemberHome merchantName={merchantName} role={actor.role} />
      )}
    </Shell>
  );
}
