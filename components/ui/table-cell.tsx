import type { ReactNode } from "react";

const role = "cell";

/** A cell of a `CardTable`; `label` is its column's name. */
export function TableCell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <td role={role} data-label={label}>
      <div className="min-w-0">{children}</div>
    </td>
  );
}
