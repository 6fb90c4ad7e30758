"use client";
import clsx from "clsx";
import type { ComponentProps } from "react";

interface SwitchProps extends Omit<ComponentProps<"button">, "onChange"> {
  label: string;
  on: boolean;
}

/** A switch. Its state is shown by the thumb's position, not by colour alone. */
export function Switch({ label, on, className, ...button }: SwitchProps) {
  return (
    <button
      {...button}
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      className={clsx(
        "relative inline-flex h-6 w-11 shrink-0 items-center rounded-full border transition-colors",
        "before:absolute before:-inset-2.5 disabled:cursor-not-allowed disabled:opacity-60",
        on ? "border-accent bg-accent" : "border-edge bg-sunken hover:border-muted",
        className,
      )}
    >
      <span
        aria-hidden
        className={clsx(
          "ml-0.5 size-4.5 rounded-full transition-transform forced-colors:border",
          on ? "translate-x-5 bg-accent-ink" : "bg-edge",
        )}
      />
    </button>
  );
}
