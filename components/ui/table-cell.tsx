import type { ReactNode } from "react";

const role = "cell";

interface TableCellProps {
  /** The name of its column. */
  label: string;
  /**
   * Where it stands on a narrow screen: what the row is about (`head`), beside that (`side`), the row's menu (`end`), a
   * line of its own (`line`), or in the last line with all others (`rest`).
   */
  place?: "head" | "side" | "end" | "line" | "rest";
  /** The word before the value on a narrow screen, as in "2-step on"; "" if the value speaks for itself. */
  word?: string;
  children: ReactNode;
}

/** A cell of a `CardTable`. */
export function TableCell({ label, place = "rest", word, children }: TableCellProps) {
  const before = word ?? (place === "rest" ? label : "");
  return (
    <td role={role} data-place={place} {...(before ? { "data-word": before } : {})}>
      <div className="min-w-0">{children}</div>
    </td>
  );
}
