"use client";
import type { Moment } from "@/lib/orgs/moment";
import { useAgo } from "./use-ago";

/** How long ago it was, kept current; the exact moment on hover and to assistive technology. */
export function AgoText({ at, readAt }: { at: Moment; readAt: string }) {
  return (
    <time dateTime={at.iso} title={at.full}>
      {useAgo(at, readAt)}
      <span className="sr-only">, {at.full}</span>
    </time>
  );
}
