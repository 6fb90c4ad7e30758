"use client";
import clsx from "clsx";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

interface CopyButtonProps {
  /** The accessible name, as in "Copy Key Secret". */
  label: string;
  text: string;
  /** The id of the element that shows the text. It is selected if the clipboard is not available. */
  selects: string;
  onCopied?: () => void;
  /** Shows only the icon; "narrow": on a narrow screen. */
  compact?: boolean | "narrow";
  autoFocus?: boolean;
}

function selectContents(id: string) {
  const element = document.getElementById(id);
  if (element) window.getSelection()?.selectAllChildren(element);
}

export function CopyButton({
  label,
  text,
  selects,
  onCopied,
  compact,
  autoFocus,
}: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "denied">("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), state === "copied" ? 2000 : 6000);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
      onCopied?.();
    } catch {
      selectContents(selects);
      setState("denied");
    }
  }

  const Icon = state === "copied" ? Check : Copy;
  return (
    <span className="relative inline-flex shrink-0">
      <button
        type="button"
        aria-label={label}
        title={compact === true ? label : undefined}
        onClick={copy}
        data-autofocus={autoFocus || undefined}
        className={clsx(
          "inline-flex items-center justify-center gap-1.5 rounded-md text-13 font-medium",
          state === "copied" ? "text-ok" : "text-muted hover:text-ink",
          compact === true
            ? "size-6 hover:bg-sunken pointer-coarse:size-9"
            : "min-h-8 border border-line bg-panel px-2.5 shadow-low hover:bg-sunken pointer-coarse:min-h-11",
          compact === "narrow" && "max-sm:size-9 max-sm:min-h-9 max-sm:px-0 sm:min-w-21",
          !compact && "min-w-21",
        )}
      >
        <Icon aria-hidden className="size-3.5" />
        {compact === true ? null : (
          <span className={compact === "narrow" ? "max-sm:sr-only" : undefined}>
            {state === "copied" ? "Copied" : "Copy"}
          </span>
        )}
      </button>
      <span
        aria-live="polite"
        className={clsx(
          state === "denied"
            ? "absolute top-full right-0 z-10 mt-1 w-max max-w-56 rounded-md bg-ink px-2 py-1 text-13 text-panel"
            : "sr-only",
        )}
      >
        {state === "copied" ? "Copied" : null}
        {state === "denied" ? "Selected. Press Ctrl+C or ⌘C to copy." : null}
      </span>
    </span>
  );
}
