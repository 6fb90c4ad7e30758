"use client";
import { useId } from "react";
import { CopyButton } from "./copy-button";

/** The id by which our log can be searched for this failure. */
export function Incident({ id }: { id: string }) {
  const element = useId();
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5 text-muted">
      Incident
      <code id={element} className="break-all font-mono text-ink text-xs">
        {id}
      </code>
      <CopyButton compact label="Copy incident id" text={id} selects={element} />
    </span>
  );
}
