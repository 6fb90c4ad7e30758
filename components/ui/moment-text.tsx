import type { Moment } from "@/lib/orgs/moment";

/** Date and time as the server formatted them. The exact time is the tooltip. */
export function MomentText({ at, stacked = false }: { at: Moment; stacked?: boolean }) {
  return (
    <time dateTime={at.iso} title={at.full}>
      <span className="whitespace-nowrap">
        {at.date}
        {stacked ? null : ","}
      </span>{" "}
      <span className={stacked ? "block text-13 text-muted" : "whitespace-nowrap"}>{at.time}</span>
    </time>
  );
}
