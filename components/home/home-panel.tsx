import { CircleCheck } from "lucide-react";
import { PageHead } from "@/components/shell/page-head";
import type { Mode } from "@/lib/core/mode";
import type { HomeView } from "@/lib/home/home-view";
import type { Action } from "@/lib/web/action-state";
import { AttentionList } from "./attention-list";
import { GettingStarted } from "./getting-started";
import { ModeCard } from "./mode-card";

interface HomePanelProps {
  merchantName: string;
  view: HomeView;
  mode: Mode;
  switchMode: Action<null>;
}

/** The home page for both modes: what to do next, what needs attention, and the keys. */
export function HomePanel({ merchantName, view, mode, switchMode }: HomePanelProps) {
  const opening = { mode, switchMode };
  return (
    <>
      <PageHead title="Home" lede={merchantName} />
      <div className="grid gap-8">
        {view.checklist ? <GettingStarted checklist={view.checklist} {...opening} /> : null}
        <section aria-labelledby="attention">
          <h2 id="attention" className="mb-2.5 font-semibold">
            Needs attention
          </h2>
          {view.attention.length > 0 ? (
            <AttentionList items={view.attention} {...opening} />
          ) : (
            <p className="flex items-center gap-2.5 rounded-xl border border-line bg-panel px-4 py-3.5 text-muted shadow-low">
              <CircleCheck aria-hidden className="size-4 shrink-0 text-ok" />
              Nothing needs your attention.
            </p>
          )}
        </section>
        <section aria-labelledby="keys">
          <h2 id="keys" className="mb-2.5 font-semibold">
            Keys
          </h2>
          <div className="grid gap-4 sm:grid-cols-2">
            {(["test", "live"] as const).map((of) => (
              <ModeCard key={of} of={of} apiKey={view.keys[of]} readAt={view.readAt} {...opening} />
            ))}
          </div>
        </section>
      </div>
    </>
  );
}
