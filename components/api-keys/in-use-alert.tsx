"use client";
import { Alert } from "@/components/ui/alert";
import { useAgo } from "@/components/ui/use-ago";
import type { LastUse } from "@/lib/api-keys/keys-view";

interface InUseAlertProps {
  lastUse: LastUse;
  readAt: string;
  className?: string;
}

/** A warning before stopping a key that was used within the hour. */
export function InUseAlert({ lastUse, readAt, className }: InUseAlertProps) {
  const ago = useAgo(lastUse.at, readAt);
  return (
    <Alert className={className}>
      {/* The minutes change, but screen readers announce them only once. */}
      <strong className="font-semibold" aria-live="off">
        This key was used {ago}.
      </strong>{" "}
      Requests that still use it will fail at once.
    </Alert>
  );
}
