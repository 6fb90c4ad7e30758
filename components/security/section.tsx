import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  /** Shown beside the title, such as a switch. */
  aside?: ReactNode;
  /** Buttons under the text. */
  actions?: ReactNode;
  children: ReactNode;
}

/** One card of the security page. */
export function Section({ title, aside, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="rounded-xl border border-line bg-panel p-4 shadow-low sm:p-5"
    >
      <div className="flex items-start justify-between gap-4">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {aside}
      </div>
      <div className="mt-1 grid max-w-[70ch] gap-3 text-muted">{children}</div>
      {actions ? <div className="mt-4 flex flex-wrap gap-2">{actions}</div> : null}
    </section>
  );
}
