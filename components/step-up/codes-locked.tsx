import { Lock } from "lucide-react";

/** Shown in the place of a code's field: until when codes are locked, and who can help. The heading is above it. */
export function CodesLocked({ words }: { words: string }) {
  return (
    <div className="flex gap-3 rounded-xl border border-warn-line bg-warn-soft p-4">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg border border-warn-line bg-panel text-warn">
        <Lock aria-hidden className="size-4.5" strokeWidth={1.75} />
      </span>
      <p role="alert" className="min-w-0 wrap-anywhere">
        {words}
      </p>
    </div>
  );
}
