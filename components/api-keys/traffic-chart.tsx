import clsx from "clsx";
import { KeyId } from "@/components/ui/key-id";
import type { HourStart, KeyRow } from "@/lib/api-keys/keys-view";
import { counted, thousands } from "@/lib/core/numbers";
import { inWords, tailOf, totalOf } from "./words";

interface TrafficChartProps {
  /** "New key" or "Old key". */
  title: string;
  row: KeyRow;
  hours: readonly HourStart[];
  /** The number of requests that fills the chart's height. */
  most: number;
}

/** In percent of the chart's width and height, so that it scales without distortion. */
const gap = 0.22;
const leastHeight = 5;

/** One key's requests: a bar for each hour, or a sentence where there were none. Rendered on the server too. */
export function TrafficChart({ title, row, hours, most }: TrafficChartProps) {
  const isEmpty = totalOf(row) === 0;
  return (
    <div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 className="font-medium text-13">
          {title} <KeyId>{tailOf(row)}</KeyId>
        </h3>
        <p className={clsx("text-13", isEmpty && "text-muted")}>{totalInWords(row)}</p>
      </div>
      {isEmpty ? null : (
        <>
          <Bars
            name={`${title} ${tailOf(row)}: ${summary(row, hours)}`}
            row={row}
            hours={hours}
            most={most}
          />
          <p aria-hidden className="mt-1 flex justify-between text-muted text-xs">
            <span>24 hours ago</span>
            <span>now</span>
          </p>
        </>
      )}
    </div>
  );
}

function Bars({ name, row, hours, most }: Omit<TrafficChartProps, "title"> & { name: string }) {
  const step = 100 / Math.max(1, hours.length);
  return (
    <svg
      role="img"
      aria-label={name}
      className={clsx(
        "mt-2 block h-14 w-full",
        row.status === "retiring" ? "text-edge" : "text-accent",
      )}
    >
      {/* One line, dashed so that each hour has its piece of it. */}
      <line
        x1={`${(step * gap) / 2}%`}
        x2={`${100 - (step * gap) / 2}%`}
        y1="100%"
        y2="100%"
        transform="translate(0 -1)"
        strokeWidth="2"
        pathLength={hours.length - gap}
        strokeDasharray={`${1 - gap} ${gap}`}
        className="stroke-line"
      />
      {hours.map((hour, index) => {
        const requests = row.requests[index] ?? 0;
        const height = Math.max(leastHeight, (requests / most) * 100);
        return (
          <g key={hour.iso}>
            <title>{`${inWords(hour)}: ${counted(requests, "request")}`}</title>
            {/* The whole column shows the tooltip, not only its bar. */}
            <rect x={`${step * index}%`} width={`${step}%`} height="100%" fill="transparent" />
            {requests > 0 ? (
              <rect
                x={`${step * (index + gap / 2)}%`}
                width={`${step * (1 - gap)}%`}
                y={`${100 - height}%`}
                height={`${height}%`}
                rx="1"
                fill="currentColor"
              />
            ) : null}
          </g>
        );
      })}
    </svg>
  );
}

function totalInWords(row: KeyRow): string {
  const total = totalOf(row);
  if (total > 0) return counted(total, "request");
  return row.lastUse ? "No requests in this time" : "No requests yet";
}

function summary(row: KeyRow, hours: readonly HourStart[]): string {
  const total = totalOf(row);
  const peak = Math.max(...row.requests);
  const at = hours[row.requests.indexOf(peak)];
  const busiest = at ? `, ${thousands(peak)} in the busiest hour from ${inWords(at)}` : "";
  return `${counted(total, "request")} in the last 24 hours${busiest}`;
}
