"use client";
import type { KeyRow as Row } from "@/lib/api-keys/keys-view";
import { KeyRow, type RowActions } from "./key-row";

interface KeysTableProps {
  caption: string;
  rows: readonly Row[];
  readAt: string;
  actions?: RowActions;
}

const columns = ["Key Id", "Created", "Expiry", "Status"] as const;

// On narrow screens CSS turns rows into cards; with `display` changed some browsers would forget the table.
const role = { table: "table", group: "rowgroup", row: "row", head: "columnheader" } as const;

export function KeysTable({ caption, rows, readAt, actions }: KeysTableProps) {
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
        <tbody role={role.group}>
          {rows.map((row) => (
            <KeyRow key={row.keyId} row={row} readAt={readAt} actions={actions} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
