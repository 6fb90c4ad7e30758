"use client";
import { CardTable } from "@/components/ui/card-table";
import type { ShownKey as Row } from "@/lib/api-keys/keys-view";
import { KeyRow, type RowActions } from "./key-row";

interface KeysTableProps {
  caption: string;
  rows: readonly Row[];
  readAt: string;
  actions?: RowActions;
}

const columns = ["Key Id", "Created", "Expiry", "Status", "Last used"] as const;

export function KeysTable({ caption, rows, readAt, actions }: KeysTableProps) {
  return (
    <CardTable caption={caption} columns={columns}>
      {rows.map((row) => (
        <KeyRow key={row.keyId} row={row} readAt={readAt} actions={actions} />
      ))}
    </CardTable>
  );
}
