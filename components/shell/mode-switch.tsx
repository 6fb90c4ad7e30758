"use client";
import clsx from "clsx";
import type { Mode } from "@/lib/core/mode";

const modes = [
  {
    mode: "test",
    label: "Test Mode",
    checked: "has-checked:bg-warn-soft has-checked:text-warn has-checked:border-warn-line",
  },
  {
    mode: "live",
    label: "Live Mode",
    checked:
      "has-checked:bg-panel has-checked:text-ok has-checked:border-line has-checked:shadow-low",
  },
] as const;

/** The radio group "Mode". The chosen side has a fill and a solid dot, so that colour is not its only mark. */
export function ModeSwitch({ mode, onSwitch }: { mode: Mode; onSwitch: (mode: Mode) => void }) {
  return (
    <div
      role="radiogroup"
      aria-label="Mode"
      className="inline-flex shrink-0 rounded-[0.625rem] border border-line bg-sunken p-[0.1875rem]"
    >
      {modes.map((option) => (
        <label
          key={option.mode}
          className={clsx(
            "relative inline-flex min-h-7 items-center gap-1.5 rounded-lg border border-transparent px-2.5 text-13 font-medium text-muted transition-colors pointer-coarse:min-h-11",
            "hover:text-ink forced-colors:has-checked:underline has-focus-visible:outline-2 has-focus-visible:outline-accent",
            option.checked,
          )}
        >
          <input
            type="radio"
            name="mode"
            value={option.mode}
            checked={option.mode === mode}
            onChange={() => onSwitch(option.mode)}
            className="peer absolute inset-0 size-full cursor-pointer opacity-0"
          />
          <span
            aria-hidden
            className="size-1.75 rounded-full border-[1.5px] border-current peer-checked:bg-current max-sm:hidden"
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
