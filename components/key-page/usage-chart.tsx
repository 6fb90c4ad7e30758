import type { TrafficSpan } from "@/lib/api-keys/key-page-view";
import { counted, thousands } from "@/lib/core/numbers";

interface UsageChartProps {
  /** "Last 30 days" */
  title: string;
  /** "day" or "hour" */
  unit: string;
  spans: readonly TrafficSpan[];
}

const total = (spans: readonly TrafficSpan[], of: "requests" | "refused") =>
  spans.reduce((sum, span) => sum + span[of], 0);

/** Requests and refusals on one scale, in digits first, then as a picture, then as a table that can be opened. */
export function UsageChart({ title, unit, spans }: UsageChartProps) {
  const most = Math.max(0, ...spans.map(({ requests, refused }) => requests + refused));
  const busiest = spans.find(({ requests, refused }) => requests + refused === most);
  const text = `${counted(total(spans, "requests"), "request")}, ${thousands(total(spans, "refused"))} refused`;
  return (
    <div className="min-w-0 p-4">
      <h3 className="font-medium text-13">{title}</h3>
      <p className="text-13 text-muted">
        {most === 0
          ? `No requests in the ${title.toLowerCase()}.`
          : `${text}. Busiest ${unit}: ${busiest?.name}, ${thousands(most)}.`}
      </p>
      {most > 0 ? (
        <>
          <Bars label={`${title}: ${text}`} spans={spans} most={most} />
          <Numbers title={title} unit={unit} spans={spans} />
        </>
      ) : null}
    </div>
  );
}

const height = 56;
const width = 10;
const gap = 2;

function Bars({
  label,
  spans,
  most,
}: {
  label: string;
  spans: readonly TrafficSpan[];
  most: number;
}) {
  const bar = (index: number, from: number, to: number) =>
    to > from
      ? `M${index * width + gap / 2} ${height - (from / most) * height}h${width - gap}V${height - (to / most) * height}h${gap - width}z`
      : "";
  return (
    <>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${spans.length * width} ${height}`}
        preserveAspectRatio="none"
        className="mt-3 block h-16 w-full border-line border-b"
      >
        <path
          className="fill-accent"
          d={spans.map(({ requests }, index) => bar(index, 0, requests)).join("")}
        />
        <path
          className="fill-bad"
          d={spans
            .map(({ requests, refused }, index) => bar(index, requests, requests + refused))
            .join("")}
        />
      </svg>
      <p aria-hidden className="mt-1 flex justify-between text-muted text-xs">
        <span>{spans[0]?.name}</span>
        <span className="flex gap-3">
          <Legend className="bg-accent">passed</Legend>
          <Legend className="bg-bad">refused</Legend>
        </span>
        <span>{spans.at(-1)?.name}</span>
      </p>
    </>
  );
}

function Legend({ className, children }: { className: string; children: string }) {
  return (
    <span className="flex items-center gap-1">
      <span className={`size-2 rounded-sm forced-color-adjust-none ${className}`} />
      {children}
    </span>
  );
}

/** The numbers of each day or hour that had any. */
function Numbers({ title, unit, spans }: UsageChartProps) {
  const cell = "py-1 text-right first:text-left";
  return (
    <details className="mt-2 text-13">
      <summary className="text-accent-text">
        Numbers of each {unit}
        <span className="sr-only">, {title}</span>
      </summary>
      <table className="mt-1 w-full">
        <thead className="text-muted">
          <tr>
            {[unit === "day" ? "Day" : "Hour from", "Requests", "Refused"].map((name) => (
              <th key={name} scope="col" className={`${cell} font-medium`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spans
            .filter(({ requests, refused }) => requests + refused > 0)
            .map(({ name, requests, refused }) => (
              <tr key={name} className="border-line border-t">
                <th scope="row" className={`${cell} font-normal`}>
                  {name}
                </th>
                <td className={cell}>{thousands(requests)}</td>
                <td className={cell}>{thousands(refused)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </details>
  );
}
