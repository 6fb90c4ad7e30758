import clsx from "clsx";
import type { Moment } from "@/lib/orgs/moment";

interface MomentTextProps {
  at: Moment;
  /** The time below the date; in one line where a table's row is laid out in lines. */
  stacked?: boolean;
  /** There only the date is seen; the time is still read out. */
  brief?: boolean;
}

/** Date and time as the server formatted them. The exact time is the tooltip. */
export function MomentText({ at, stacked = false, brief = false }: MomentTextProps) {
  return (
    <time dateTime={at.iso} title={at.full}>
      <span className="whitespace-nowrap">
        {at.date}
        <span className={clsx(stacked && "@3xl:hidden", brief && "@max-3xl:hidden")}>,</span>
      </span>{" "}
      <span
        className={clsx(
          "whitespace-nowrap",
          stacked && "@3xl:block @3xl:text-13 @3xl:text-muted",
          brief && "@max-3xl:sr-only",
        )}
      >
        {at.time}
      </span>
    </time>
  );
}
