"use client";
import { useId } from "react";
import { CopyButton } from "./copy-button";

/** A command to copy. It stays on one line, as a shell needs it, and scrolls sideways. */
export function CommandLine({ label, command }: { label: string; command: string }) {
  const id = useId();
  return (
    <div className="flex items-center gap-2 rounded-xl border border-line bg-sunken p-2 pl-0 max-sm:flex-col max-sm:items-stretch max-sm:pl-2">
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="min-w-0 flex-1 overflow-x-auto rounded-lg px-4 py-1.5 max-sm:px-2"
      >
        <code id={id} translate="no" className="whitespace-pre font-mono text-13">
          {command}
        </code>
      </section>
      <CopyButton label="Copy command" text={command} selects={id} />
    </div>
  );
}
