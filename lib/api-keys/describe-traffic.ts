import { formatDay, formatTime } from "@/lib/orgs/moment";
import type { Org } from "@/lib/orgs/org";
import { type Counts, shownDays, type TrafficColumn } from "@/lib/usage/traffic-columns";
import { shownHours } from "@/lib/usage/usage-columns";
import type { TrafficSpan } from "./key-page-view";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** The last 30 days, oldest first, named in the brand's locale. */
export function describeDays(org: Org, { today, days }: TrafficColumn): TrafficSpan[] {
  return spans(shownDays, days, (ago) =>
    formatDay(org, new Date(Date.parse(`${today}T00:00:00Z`) - ago * dayMs)),
  );
}

/** The last 24 clock hours, oldest first, each named by its start. */
export function describeHours(org: Org, { hours }: TrafficColumn, now: Date): TrafficSpan[] {
  const present = Math.floor(now.getTime() / hourMs) * hourMs;
  return spans(shownHours, hours, (ago) => formatTime(org, new Date(present - ago * hourMs)));
}

function spans(
  count: number,
  counts: Record<string, Counts>,
  nameOf: (ago: number) => string,
): TrafficSpan[] {
  return Array.from({ length: count }, (_, index) => {
    const ago = count - 1 - index;
    const [requests = 0, refused = 0] = counts[ago] ?? [];
    return { name: nameOf(ago), requests, refused };
  });
}
