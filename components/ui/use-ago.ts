"use client";
import { describeAgo } from "@/lib/core/ago";
import type { Moment } from "@/lib/orgs/moment";
import { useElapsed } from "./use-elapsed";

/** "4 minutes ago". Starts from the database's clock; the browser only adds the time since `readAt`. */
export function useAgo(at: Moment, readAt: string): string {
  const elapsed = useElapsed(readAt);
  return describeAgo(Date.parse(readAt) - Date.parse(at.iso) + elapsed);
}
