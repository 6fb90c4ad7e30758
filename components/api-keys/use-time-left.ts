"use client";
import { useElapsed } from "@/components/ui/use-elapsed";
import type { Moment } from "@/lib/orgs/moment";

/** Milliseconds from now until `end`, on the database's clock: the browser only adds what has passed since. */
export function useTimeLeft(readAt: string, end: Moment | null): number {
  const elapsed = useElapsed(readAt);
  return end ? Date.parse(end.iso) - Date.parse(readAt) - elapsed : 0;
}
