import { type ReactNode, useId } from "react";

interface SectionProps {
  title: string;
  /** One sentence under the heading. */
  lede?: ReactNode;
  children: ReactNode;
}

/** A section of a key's page: a heading and a card. All of them are open. */
export function Section({ title, lede, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mt-8 first:mt-0">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {lede ? <p className="text-13 text-muted">{lede}</p> : null}
      <div className="mt-3 overflow-hidden rounded-xl border border-line bg-panel shadow-low">
        {children}
      </div>
    </section>
  );
}
