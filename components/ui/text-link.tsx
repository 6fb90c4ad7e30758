import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";

interface TextLinkProps {
  href: string;
  className?: string;
  children: ReactNode;
}

/** A link in or under a text. Underlined, because colour alone is not enough to recognise it. */
export function TextLink({ href, className, children }: TextLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={clsx(
        "rounded-sm text-13 text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current",
        className,
      )}
    >
      {children}
    </Link>
  );
}
