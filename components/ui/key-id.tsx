import type { ReactNode } from "react";

export function KeyId({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <code id={id} className="whitespace-nowrap font-mono text-13 text-ink">
      {children}
    </code>
  );
}
