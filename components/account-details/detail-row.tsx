import type { ReactNode } from "react";

interface DetailRowProps {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  /** The button that changes the value, and its dialogs. */
  children: ReactNode;
}

export function DetailRow({ label, value, note, children }: DetailRowProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3.5">
      <dt className="w-36 text-13 text-muted">{label}</dt>
      <dd className="min-w-52 flex-1">
        <p className="font-medium wrap-anywhere">{value}</p>
        {note ? <p className="mt-0.5 text-13 text-muted wrap-anywhere">{note}</p> : null}
      </dd>
      <dd>{children}</dd>
    </div>
  );
}
