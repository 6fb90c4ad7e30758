"use client";
import type { Moment } from "@/lib/orgs/moment";
import { useAgo } from "./use-ago";

/** How long ago something was, kept up to date. The exact time is the tooltip, and is read by screen readers. */
export function AgoText({ at, readAt }: { at: Moment; readAt: string }) {
  return (
    <time dateTime={at.iso} title={at.full}>
      {useAgo(at, readAt)}
      <span className="sr-only">, {at.full}</span>
    </time>
  );
}
