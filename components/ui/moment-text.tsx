import type { Moment } from "@/lib/orgs/moment";

/** Date and time as the server wrote them; the exact moment on hover and to assistive technology. */
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
