import type { KeyPageView } from "@/lib/api-keys/key-page-view";
import { Section } from "./section";
import { UsageChart } from "./usage-chart";

/** How much the key is used: requests and refusals for each day and hour. */
export function KeyUsage({ view }: { view: KeyPageView }) {
  const isUnused = [...view.days, ...view.hours].every(
    ({ requests, refused }) => requests + refused === 0,
  );
  return (
    <Section title="Usage">
      {isUnused ? (
        <p className="p-4 text-muted">No requests came with this key in the last 30 days.</p>
      ) : (
        <div className="grid sm:grid-cols-2">
          <UsageChart title="Last 30 days" unit="day" spans={view.days} />
          <UsageChart title="Last 24 hours" unit="hour" spans={view.hours} />
        </div>
      )}
    </Section>
  );
}
