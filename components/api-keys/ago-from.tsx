"use client";
import { AgoText } from "@/components/ui/ago-text";
import type { Moment } from "@/lib/orgs/moment";

interface AgoFromProps {
  at: Moment;
  address: string;
  readAt: string;
}

/** How long ago a request came and, below, from which address. */
export function AgoFrom({ at, address, readAt }: AgoFromProps) {
  return (
    <>
      <AgoText at={at} readAt={readAt} />
      <span className="wrap-anywhere block text-13 text-muted">{address}</span>
    </>
  );
}
