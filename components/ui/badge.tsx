import clsx from "clsx";
import type { ReactNode } from "react";

const tones = {
  ok: "border-ok-line bg-ok-soft text-ok",
  warn: "border-warn-line bg-warn-soft text-warn",
  bad: "border-bad-line bg-bad-soft text-bad",
  calm: "border-line bg-sunken text-muted",
} as const;

export function Badge({ tone, children }: { tone: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 whitespace-nowrap rounded-full border px-2 py-px text-13 font-medium",
        tones[tone],
      )}
    >
      <span aria-hidden className="size-1.5 rounded-full bg-current forced-colors:border" />
      <span>{children}</span>
    </span>
  );
}
