"use client";
import { useElapsed } from "@/components/ui/use-elapsed";
import type { Moment } from "@/lib/orgs/moment";

/** Milliseconds until `end`. Starts from the database's clock; the browser only adds the time since then. */
export function useTimeLeft(readAt: string, end: Moment | null): number {
  const elapsed = useElapsed(readAt);
  return end ? Date.parse(end.iso) - Date.parse(readAt) - elapsed : 0;
}
