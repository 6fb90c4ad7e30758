import clsx from "clsx";
import Link from "next/link";
import { Fragment } from "react";

export interface Crumb {
  label: string;
  href?: string;
}

/** Parents are links only where the navigation is hidden. Beside it they would repeat its links. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 max-sm:hidden">
      <ol className="flex min-w-0 items-center gap-2 text-muted">
        {crumbs.map(({ label, href }, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <Fragment key={label}>
              {index > 0 ? (
                <li aria-hidden className="text-edge">
                  /
                </li>
              ) : null}
              <li
                aria-current={isLast ? "page" : undefined}
                className={clsx("truncate", isLast && "font-medium text-ink")}
              >
                {href && !isLast ? (
                  <>
                    <Link href={href} prefetch={false} className="hover:text-ink nav:hidden">
                      {label}
                    </Link>
                    <span className="max-nav:hidden">{label}</span>
                  </>
                ) : (
                  label
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
