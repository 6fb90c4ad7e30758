import clsx from "clsx";
import Link from "next/link";
import { Fragment } from "react";

export interface Crumb {
  label: string;
  href?: string;
  /** The navigation leads there too. */
  isInNavigation?: boolean;
}

/** A parent that is in the navigation is a link only where that is hidden, so that no link stands twice. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 max-sm:hidden">
      <ol className="flex min-w-0 items-center gap-2 text-muted">
        {crumbs.map(({ label, href, isInNavigation }, index) => {
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
                    <Link
                      href={href}
                      prefetch={false}
                      className={clsx("hover:text-ink", isInNavigation && "nav:hidden")}
                    >
                      {label}
                    </Link>
                    {isInNavigation ? <span className="max-nav:hidden">{label}</span> : null}
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
