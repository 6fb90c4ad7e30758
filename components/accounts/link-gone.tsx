import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/text-link";
import { AuthHeading } from "./auth-heading";

interface LinkGoneProps {
  /** Where to get a new link. */
  again: { href: string; label: string };
  children: ReactNode;
}

/** Shown for a link that is used up, too old or not ours: says what to do instead. */
export function LinkGone({ again, children }: LinkGoneProps) {
  return (
    <div className="grid gap-3">
      <AuthHeading>This link does not work any more</AuthHeading>
      <p className="text-muted">{children}</p>
      <p className="mt-1 flex flex-wrap gap-x-5 gap-y-2">
        <TextLink href="/login">Log in</TextLink>
        <TextLink href={again.href}>{again.label}</TextLink>
      </p>
    </div>
  );
}
