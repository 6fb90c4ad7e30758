"use client";
import { History } from "lucide-react";
import { AgoText } from "@/components/ui/ago-text";
import type { LastUse } from "@/lib/api-keys/keys-view";

interface LastUsedNoteProps {
  lastUse: LastUse | null;
  readAt: string;
}

/** When and from where the key that is about to be stopped was last used. */
export function LastUsedNote({ lastUse, readAt }: LastUsedNoteProps) {
  return (
    <p className="mb-4 flex gap-2 text-13">
      <History aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" strokeWidth={1.75} />
      {lastUse ? (
        <span className="wrap-anywhere min-w-0">
          Last used <AgoText at={lastUse.at} readAt={readAt} />
          {lastUse.address ? ` from ${lastUse.address}` : null}
        </span>
      ) : (
        "This key has never been used"
      )}
    </p>
  );
}
