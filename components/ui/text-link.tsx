import clsx from "clsx";
import Link from "next/link";
import type { MouseEventHandler, ReactNode } from "react";

interface TextLinkProps {
  href: string;
  className?: string;
  onClick?: MouseEventHandler<HTMLAnchorElement>;
  children: ReactNode;
}

/** A link in or under a text. Underlined, because colour alone is not enough to recognise it. */
export function TextLink({ href, className, onClick, children }: TextLinkProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      {...(onClick && { onClick })}
      className={clsx(
        "rounded-sm text-13 text-accent-text underline decoration-accent-line underline-offset-3 hover:decoration-current",
        className,
      )}
    >
      {children}
    </Link>
  );
}
