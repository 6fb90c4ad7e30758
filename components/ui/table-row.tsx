import type { ReactNode } from "react";

const role = "row";

/** A row of a `CardTable`. */
export function TableRow({ children }: { children: ReactNode }) {
  return <tr role={role}>{children}</tr>;
}
