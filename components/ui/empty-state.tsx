import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}

export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <section className="grid justify-items-center gap-1 rounded-xl border border-line border-dashed bg-panel px-6 py-12 text-center">
      <span className="mb-3 grid size-10 place-items-center rounded-xl border border-line bg-sunken text-accent-text">
        <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <h2 className="font-semibold text-base">{title}</h2>
      <div className="max-w-[52ch] text-muted">{children}</div>
      {action ? <div className="mt-5 grid w-full justify-items-center gap-3">{action}</div> : null}
    </section>
  );
}
