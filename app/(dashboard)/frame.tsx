import type { ReactNode } from "react";
import { Denied } from "@/components/shell/denied";
import { Shell } from "@/components/shell/shell";
import type { Actor } from "@/lib/access/actor";
import { hasPermission, type Permission } from "@/lib/access/permissions";
import { shellProps } from "@/lib/web/shell-props";
import { logOutAction, switchMerchantAction, switchModeAction } from "./actions";

interface DashboardFrameProps {
  actor: Actor;
  /**
   * The page's path, as in "/account-settings/team". For pages below the settings the breadcrumbs begin with the
   * settings.
   */
  path: string;
  title: string;
  /** The page above this one, if it is not the settings. */
  parent?: { label: string; href: string };
  /**
   * The permission that the page needs. Without it the user sees "Permission denied", and `children` are not rendered.
   */
  needs?: Permission;
  children?: ReactNode;
}

const settings = { label: "Account & Settings", href: "/account-settings", isInNavigation: true };

/**
 * The frame around every page that needs a login: navigation, mode, breadcrumbs. It is part of each page and not of the
 * layout, because Next keeps a layout between pages, so it could show another mode than the page.
 */
export function DashboardFrame({
  actor,
  path,
  title,
  parent,
  needs,
  children,
}: DashboardFrameProps) {
  const isAllowed = needs === undefined || hasPermission(actor.role, needs);
  return (
    <Shell
      {...shellProps(actor)}
      path={path}
      crumbs={[
        ...(path.startsWith(`${settings.href}/`) ? [settings] : []),
        ...(parent ? [parent] : []),
        { label: title },
      ]}
      switchMode={switchModeAction}
      switchMerchant={switchMerchantAction}
      logOut={logOutAction}
    >
      {isAllowed ? children : <Denied title={title} />}
    </Shell>
  );
}
