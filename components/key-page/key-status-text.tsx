"use client";
import { KeyStatusBadge } from "@/components/api-keys/key-status-badge";
import { useTimeLeft } from "@/components/api-keys/use-time-left";
import { MomentText } from "@/components/ui/moment-text";
import type { ShownKey } from "@/lib/api-keys/keys-view";

/** The status as the list shows it, with the moment that it counts down to. */
export function KeyStatusText({ row, readAt }: { row: ShownKey; readAt: string }) {
  const msLeft = useTimeLeft(readAt, row.deactivates);
  const msToExpiry = useTimeLeft(readAt, row.expiry);
  return (
    <>
      <KeyStatusBadge row={row} msLeft={msLeft} msToExpiry={msToExpiry} />
      {row.deactivates && row.status !== "expired" ? (
        <span className="mt-1 block text-13 text-muted">
          {row.status === "frozen" ? "ends on" : "on"} <MomentText at={row.deactivates} />
        </span>
      ) : null}
    </>
  );
}
