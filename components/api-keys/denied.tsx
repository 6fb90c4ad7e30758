import { Lock } from "lucide-react";
import { PageHead } from "@/components/shell/page-head";

/** For roles that may not see keys: nothing of them is on the page. */
export function Denied() {
  return (
    <>
      <PageHead title="API Keys" />
      <div className="flex items-center gap-3 rounded-xl border border-line bg-panel p-5 shadow-low">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-sunken text-muted">
          <Lock aria-hidden className="size-4.5" strokeWidth={1.75} />
        </span>
        <p role="alert">Permission denied. Please contact the owner.</p>
      </div>
    </>
  );
}
