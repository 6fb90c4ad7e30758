"use client";
import { RefreshCw } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { useElapsed } from "@/components/ui/use-elapsed";
import type { KeysView } from "@/lib/api-keys/keys-view";
import { describeAgo } from "@/lib/core/ago";
import { RetiringVerdict } from "./retiring-verdict";
import { TrafficChart } from "./traffic-chart";
import { TrafficTable } from "./traffic-table";
import type { Refresh } from "./use-refresh";

/** Shown while a key retires: whether its traffic has moved to the new key, so that it can be stopped. */
export function TrafficPanel({ view, refresh }: { view: KeysView; refresh: Refresh }) {
  const { current, retiring, hours, readAt } = view;
  const id = useId();
  const keys = [
    ...(current ? [{ title: "New key", row: current }] : []),
    ...retiring.map((row) => ({ title: "Old key", row })),
  ];
  // The same scale for all charts, so that they can be compared.
  const most = Math.max(0, ...keys.flatMap(({ row }) => row.requests));
  return (
    <section
      aria-labelledby={id}
      className="relative mt-4 overflow-hidden rounded-xl border border-line bg-panel shadow-low"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 px-4 pt-3.5">
        <div>
          <h2 id={id} className="font-semibold">
            Traffic of the last 24 hours
          </h2>
          {most > 0 ? (
            <p className="text-13 text-muted">Requests that passed in each hour, on one scale.</p>
          ) : null}
        </div>
        <div className="flex items-center gap-1 text-13 text-muted sm:-mr-2 max-sm:-ml-2 max-sm:flex-row-reverse">
          <Updated readAt={readAt} />
          <Button
            look="quiet"
            size="sm"
            icon={RefreshCw}
            pending={refresh.isRefreshing}
            onClick={refresh.now}
          >
            Refresh
          </Button>
          <span role="status" className="sr-only">
            {refresh.isDone ? "Updated" : ""}
          </span>
        </div>
      </div>
      <div className="grid gap-x-8 gap-y-5 px-4 pt-4 pb-4 sm:grid-cols-2">
        {keys.map((key) => (
          <TrafficChart key={key.row.keyId} {...key} hours={hours} most={most} />
        ))}
      </div>
      <div className="sr-only">
        <TrafficTable keys={keys} hours={hours} />
      </div>
      <ul className="divide-y divide-line border-line border-t">
        {retiring.map((row) => (
          <RetiringVerdict key={row.keyId} row={row} view={view} />
        ))}
      </ul>
    </section>
  );
}

function Updated({ readAt }: { readAt: string }) {
  return <span>Updated {describeAgo(useElapsed(readAt))}</span>;
}
