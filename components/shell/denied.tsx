import { Lock } from "lucide-react";
import { PageHead } from "./page-head";

/** Shown to roles that may not see a page. It contains nothing of the page's data. */
export function Denied({ title }: { title: string }) {
  return (
    <>
      <PageHead title={title} />
      <div className="flex items-center gap-3 rounded-xl border border-line bg-panel p-5 shadow-low">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-sunken text-muted">
          <Lock aria-hidden className="size-4.5" strokeWidth={1.75} />
        </span>
        <p role="alert">Permission denied. Please contact the owner.</p>
      </div>
    </>
  );
}
