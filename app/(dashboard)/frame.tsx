import type { ReactNode } from "react";
import { Denied } from "@/components/shell/denied";
import { Shell } from "@/components/shell/shell";
import type { Actor } from "@/lib/access/actor";
import { hasPermission, type Permission } from "@/lib/access/permissions";
import { shellProps } from "@/lib/web/shell-props";
import { logOutAction, switchMerchantAction, switchModeAction } from "./actions";

interface DashboardFrameProps {
  actor: Actor;
  /** Where the page is, as in "/account-settings/team"; what lies below the settings says so in its crumbs. */
  path: string;
  title: string;
  /** Whoever lacks it sees that the page is not for them, and nothing of its children is rendered. */
  needs?: Permission;
  children: ReactNode;
}

const settings = { label: "Account & Settings", href: "/account-settings" };

/**
 * The frame around every page behind the login: navigation, mode, crumbs. Each page renders it itself and the layout
 * does not: Next keeps a layout as it was from page to page, so that it could show another mode than the page.
 */
export function DashboardFrame({ actor, path, title, needs, children }: DashboardFrameProps) {
  const isAllowed = needs === undefined || hasPermission(actor.role, needs);
  return (
    <Shell
      {...shellProps(actor)}
      path={path}
      crumbs={[...(path.startsWith(`${settings.href}/`) ? [settings] : []), { label: title }]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      {isAllowed ? children : <Denied title={title} />}
    </Shell>
  );
}
