import type { ReactNode } from "react";

interface CardTableProps {
  caption: string;
  columns: readonly string[];
  /** Rows of `TableCell`s, each labelled with its column's name. */
  children: ReactNode;
}

// On narrow screens CSS turns rows into cards. Some browsers drop table semantics when `display` changes, so the roles
// are explicit.
const role = { table: "table", group: "rowgroup", row: "row", head: "columnheader" } as const;

/** A table; on narrow screens, a card for each row. */
export function CardTable({ caption, columns, children }: CardTableProps) {
  return (
    <div className="@container">
      <table role={role.table} className="keys">
        <caption className="sr-only">{caption}</caption>
        <thead role={role.group}>
          <tr role={role.row}>
            {columns.map((column) => (
              <th key={column} role={role.head} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role={role.group}>{children}</tbody>
      </table>
    </div>
  );
}
