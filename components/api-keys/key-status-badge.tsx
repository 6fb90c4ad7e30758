import { Badge } from "@/components/ui/badge";
import type { KeyRow } from "@/lib/api-keys/keys-view";
import { timeLeft } from "./words";

/** The status in words. For a retiring key it counts down to the deadline. */
export function KeyStatusBadge({ row, msLeft }: { row: KeyRow; msLeft: number }) {
  switch (row.status) {
    case "active":
      return <Badge tone="ok">Active</Badge>;
    case "expired":
      return <Badge tone="bad">Expired</Badge>;
    case "deactivated":
      return <Badge tone="calm">Deactivated</Badge>;
    case "frozen":
      return <Badge tone="bad">Frozen</Badge>;
    case "retiring":
      if (msLeft <= 0) return <Badge tone="calm">Deactivated</Badge>;
      return (
        <Badge tone="warn">
          Deactivates in{" "}
          <time dateTime={row.deactivates?.iso} title={row.deactivates?.full}>
            {timeLeft(msLeft)}
          </time>
        </Badge>
      );
  }
}
