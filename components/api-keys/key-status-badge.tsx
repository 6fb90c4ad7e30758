import { Badge } from "@/components/ui/badge";
import type { ShownKey } from "@/lib/api-keys/keys-view";
import { expiresIn, timeLeft } from "./words";

interface KeyStatusBadgeProps {
  row: ShownKey;
  /** Until the deadline of a retiring key. */
  msLeft: number;
  /** Until the key's own end; 0 for a key without one. */
  msToExpiry: number;
}

/** The status in words. For a retiring key it counts down to the deadline, for an active one to its own end. */
export function KeyStatusBadge({ row, msLeft, msToExpiry }: KeyStatusBadgeProps) {
  switch (row.status) {
    case "active":
      return <ActiveBadge expiry={row.expiry} msLeft={msToExpiry} />;
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

function ActiveBadge({ expiry, msLeft }: { expiry: ShownKey["expiry"]; msLeft: number }) {
  if (expiry && msLeft <= 0) return <Badge tone="bad">Expired</Badge>;
  const left = expiry && expiresIn(msLeft);
  if (!left) return <Badge tone="ok">Active</Badge>;
  return (
    <Badge tone="warn">
      Expires in{" "}
      <time dateTime={expiry.iso} title={expiry.full}>
        {left}
      </time>
    </Badge>
  );
}
