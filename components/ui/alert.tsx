import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const tones = {
  bad: { icon: CircleAlert, box: "border-bad-line bg-bad-soft", mark: "text-bad" },
  warn: { icon: TriangleAlert, box: "border-warn-line bg-warn-soft", mark: "text-warn" },
  ok: { icon: CircleCheck, box: "border-ok-line bg-ok-soft", mark: "text-ok" },
  info: { icon: Info, box: "border-line bg-sunken", mark: "text-muted" },
} as const;

interface AlertProps {
  /** `bad` is announced at once by screen readers; the others are read in their place. */
  tone?: keyof typeof tones;
  id?: string;
  className?: string | undefined;
  children: ReactNode;
}

export function Alert({ tone = "bad", id, className, children }: AlertProps) {
  const { icon: Icon, box, mark } = tones[tone];
  return (
    <div
      id={id}
      role={tone === "bad" ? "alert" : undefined}
      className={clsx(
        "flex gap-2.5 rounded-lg border px-3 py-2.5 text-left text-13 text-ink",
        box,
        className,
      )}
    >
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
