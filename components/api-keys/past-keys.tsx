"use client";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { ShownKey } from "@/lib/api-keys/keys-view";
import { KeysTable } from "./keys-table";

/** Keys that no longer work, in a closed section. Its table is made when it is opened: it may have a hundred rows. */
export function PastKeys({ rows, readAt }: { rows: readonly ShownKey[]; readAt: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="group mt-4 overflow-hidden rounded-xl border border-line bg-panel shadow-low"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-11 list-none items-center gap-2 px-4 font-medium text-muted hover:text-ink">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        <span>Past keys</span>
        <span className="font-normal text-13">{rows.length}</span>
      </summary>
      {isOpen ? (
        <div className="border-line border-t">
          <KeysTable caption="Deactivated and expired keys" rows={rows} readAt={readAt} />
        </div>
      ) : null}
    </details>
  );
}
