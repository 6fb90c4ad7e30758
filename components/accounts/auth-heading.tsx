"use client";
import { type ReactNode, useEffect, useRef } from "react";

interface AuthHeadingProps {
  children: ReactNode;
  /** Take the focus, because this heading has replaced the element that had it. */
  isNew?: boolean;
}

/** The heading of a page that is shown without a session. */
export function AuthHeading({ children, isNew = false }: AuthHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isNew) heading.current?.focus();
  }, [isNew]);
  return (
    <h1 ref={heading} tabIndex={-1} className="font-semibold text-title tracking-tight">
      {children}
    </h1>
  );
}
