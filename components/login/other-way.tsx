import Link from "next/link";
import type { ReactNode } from "react";

/** A link to another kind of second step, styled like the quiet button beside it. */
export function OtherWay({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      prefetch={false}
      className="inline-flex min-h-9 items-center justify-center rounded-lg px-4 font-medium text-accent-text hover:bg-accent-soft pointer-coarse:min-h-11"
    >
      {children}
    </Link>
  );
}
