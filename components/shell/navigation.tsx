import { House, Settings } from "lucide-react";
import Link from "next/link";
import type { Role } from "@/lib/core/roles";
import type { Action } from "@/lib/web/action-state";
import { BrandMark } from "./brand-mark";
import { LogOut } from "./log-out";
import { MerchantSwitch } from "./merchant-switch";

export interface NavigationProps {
  brandName: string;
  merchant: { id: string; name: string };
  memberships: readonly { id: string; name: string }[];
  user: { name: string; email: string; role: Role };
  path: string;
  switchMerchant: Action<null>;
  logOut: Action<null>;
}

const entries = [
  { href: "/", label: "Home", icon: House },
  { href: "/account-settings", label: "Account & Settings", icon: Settings },
] as const;

/** The navigation: links, the merchant, and the user. Shown at the side, or in the sheet on narrow screens. */
export function Navigation(props: NavigationProps) {
  const { brandName, merchant, memberships, user, path, switchMerchant, logOut } = props;
  return (
    <nav aria-label="Main" className="flex h-full flex-col px-3 py-4">
      <div className="px-2 pb-5">
        <BrandMark name={brandName} />
      </div>
      <ul className="grid gap-0.5">
        {entries.map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              aria-current={
                path === href
                  ? "page"
                  : href !== "/" && path.startsWith(`${href}/`)
                    ? "true"
                    : undefined
              }
              className="flex min-h-8.5 items-center gap-2.5 rounded-lg px-2 font-medium text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:text-accent-text pointer-coarse:min-h-11"
            >
              <Icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <div className="mt-auto grid gap-3 border-line border-t px-2 pt-4">
        <div className="min-w-0 text-13 text-muted">
          {memberships.length > 1 ? (
            <MerchantSwitch
              key={merchant.id}
              merchant={merchant}
              memberships={memberships}
              switchMerchant={switchMerchant}
            />
          ) : (
            <p className="truncate font-semibold text-ink text-sm" title={merchant.name}>
              {merchant.name}
            </p>
          )}
          <p className="truncate" title={`${user.name}, ${user.email}`}>
            {user.email}
          </p>
          <p className="capitalize">{user.role}</p>
        </div>
        <LogOut logOut={logOut} />
      </div>
    </nav>
  );
}
