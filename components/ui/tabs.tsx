"use client";
import clsx from "clsx";
import { type KeyboardEvent, type ReactNode, useId } from "react";

interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly { id: Id; name: string }[];
  chosen: Id;
  onChoose: (id: Id) => void;
  /** Stands at the end of the row of tabs. */
  action?: ReactNode;
  /** What the chosen tab shows. It scrolls sideways. */
  children: ReactNode;
}

const step: Record<string, (at: number, count: number) => number> = {
  ArrowLeft: (at, count) => (at + count - 1) % count,
  ArrowRight: (at, count) => (at + 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Tabs over one panel. Tab reaches the chosen one; arrow keys, Home and End choose another and show it at once. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, chosen, onChoose, action, children } = props;
  const id = useId();

  function move(event: KeyboardEvent<HTMLElement>) {
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const next = tabs[step[event.key]?.(at, tabs.length) ?? -1];
    if (!next) return;
    event.preventDefault();
    onChoose(next.id);
    document.getElementById(`${id}-${next.id}`)?.focus();
  }

  return (
    <div className="overflow-hidden rounded-xl border border-line bg-panel shadow-low">
      <div className="flex items-center justify-between gap-1 border-line border-b pr-1.5">
        <div role="tablist" aria-label={label} onKeyDown={move} className="flex overflow-x-auto">
          {tabs.map(({ id: tab, name }) => (
            <button
              key={tab}
              id={`${id}-${tab}`}
              type="button"
              role="tab"
              aria-selected={tab === chosen}
              aria-controls={tab === chosen ? `${id}-panel` : undefined}
              tabIndex={tab === chosen ? 0 : -1}
              onClick={() => onChoose(tab)}
              className={clsx(
                "min-h-11 whitespace-nowrap px-2.5 font-medium text-13 -outline-offset-2 focus-visible:outline-2 focus-visible:outline-accent sm:px-3.5",
                tab === chosen
                  ? "border-accent border-b-2 pt-0.5 text-ink"
                  : "text-muted hover:text-ink",
              )}
            >
              {name}
            </button>
          ))}
        </div>
        {action}
      </div>
      <div
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${chosen}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="overflow-x-auto bg-sunken px-4 py-3 -outline-offset-2 max-sm:px-2.5"
      >
        {children}
      </div>
    </div>
  );
}
