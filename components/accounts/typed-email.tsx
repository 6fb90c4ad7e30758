"use client";
import { type MouseEvent, type ReactNode, useEffect, useState } from "react";
import { TextLink } from "@/components/ui/text-link";

/** In the page's memory only: an address belongs into no URL, log or storage. */
let typed = "";

interface TypedEmailLinkProps {
  href: string;
  /** Undefined: what stands in the field "email" of the form around the link. */
  email?: string;
  className?: string;
  children: ReactNode;
}

/** A link to another page without a session, which begins with the address that was typed on this one. */
export function TypedEmailLink({ email, ...link }: TypedEmailLinkProps) {
  function handOver({ currentTarget }: MouseEvent<HTMLAnchorElement>) {
    const field = currentTarget.closest("form")?.elements.namedItem("email");
    typed = email ?? (field instanceof HTMLInputElement ? field.value.trim() : "");
  }
  return <TextLink {...link} onClick={handOver} />;
}

/** The address that the page before handed over, once; "" without one. */
export function useTypedEmail(): string {
  const [email] = useState(() => typed);
  useEffect(() => {
    typed = "";
  }, []);
  return email;
}
