import type { ReactNode } from "react";

interface CardTableProps {
  caption: string;
  columns: readonly string[];
  /** A last column without a visible heading, for the rows' menus. */
  hasMenus?: boolean;
  /** Rows of `TableCell`s, each labelled with its column's name. */
  children: ReactNode;
}

// On narrow screens CSS lays a row out in two or three lines. Some browsers drop table semantics when `display` changes,
// so the roles are explicit, and screen readers go on to say each cell's column.
const role = { table: "table", group: "rowgroup", row: "row", head: "columnheader" } as const;

/** A table; on narrow screens each row is two or three lines (`TableCell` says what stands where). */
export function CardTable({ caption, columns, hasMenus = false, children }: CardTableProps) {
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
            {hasMenus ? (
              <th role={role.head} scope="col">
                <span className="sr-only">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody role={role.group}>{children}</tbody>
      </table>
    </div>
  );
}
