import type { ReactNode, Ref } from "react";

interface PageHeadProps {
  title: string;
  lede?: ReactNode;
  action?: ReactNode;
  /** Gets the focus when the element that had it is gone. */
  headingRef?: Ref<HTMLHeadingElement>;
}

export function PageHead({ title, lede, action, headingRef }: PageHeadProps) {
  return (
    <div className="mb-6 flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
      <div className="min-w-0 max-w-[70ch]">
        <h1
          ref={headingRef}
          tabIndex={headingRef ? -1 : undefined}
          className="font-semibold text-title tracking-tight"
        >
          {title}
        </h1>
        {lede ? <p className="mt-1 text-muted">{lede}</p> : null}
      </div>
      {action}
    </div>
  );
}
