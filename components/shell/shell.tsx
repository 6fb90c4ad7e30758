import type { ReactNode } from "react";
import { AccountProvider } from "@/components/ui/account";
import type { Mode } from "@/lib/core/mode";
import type { Role } from "@/lib/core/roles";
import type { Action } from "@/lib/web/action-state";
import { type Crumb, Crumbs } from "./crumbs";
import { NavSheet } from "./nav-sheet";
import { Navigation } from "./navigation";
import { Ribbon } from "./ribbon";

interface ShellProps {
  org: { id: string; name: string };
  merchant: { id: string; name: string };
  memberships: readonly { id: string; name: string }[];
  user: { name: string; email: string; role: Role };
  mode: Mode;
  path: string;
  crumbs: readonly Crumb[];
  /** Must refresh the page when done, so that it shows the new mode. */
  switchMode: Action<null>;
  switchMerchant: Action<null>;
  logOut: Action<null>;
  children: ReactNode;
}

/** The frame of every page that needs a login. */
export function Shell(props: ShellProps) {
  const { org, merchant, memberships, user, mode, path, crumbs, children } = props;
  const navigation = (
    <Navigation
      brandName={org.name}
      merchant={merchant}
      memberships={memberships}
      user={user}
      path={path}
      switchMerchant={props.switchMerchant}
      logOut={props.logOut}
    />
  );
  return (
    <div data-merchant={merchant.id} className="nav:grid nav:grid-cols-[14.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-lg bg-accent px-3 py-2 font-medium text-accent-ink focus-visible:translate-y-0"
      >
        Skip to content
      </a>
      <div className="sticky top-0 h-dvh overflow-y-auto border-line border-r bg-panel max-nav:hidden">
        {navigation}
      </div>
      <div className="min-w-0">
        <Ribbon mode={mode} switchMode={props.switchMode}>
          <NavSheet>{navigation}</NavSheet>
          <Crumbs crumbs={crumbs} />
        </Ribbon>
        <main
          // When the merchant changes, open dialogs and half-filled forms are dropped.
          key={merchant.id}
          id="content"
          tabIndex={-1}
          className="max-w-5xl px-4 pt-5 pb-8 outline-none nav:px-8 nav:pt-8 nav:pb-16"
        >
          <AccountProvider email={user.email}>{children}</AccountProvider>
        </main>
      </div>
    </div>
  );
}
