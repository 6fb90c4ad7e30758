"use client";
import { CardTable } from "@/components/ui/card-table";
import type { MemberRow as Row } from "@/lib/team/team-view";
import type { Change } from "./change";
import { MemberRow } from "./member-row";

const columns = ["Member", "Role", "2-step verification", "Last login", "Status"] as const;

interface MembersTableProps {
  rows: readonly Row[];
  /** Undefined if the user may only look. */
  onChange?: ((change: Change) => void) | undefined;
}

export function MembersTable({ rows, onChange }: MembersTableProps) {
  return (
    <CardTable caption="Members" columns={columns}>
      {rows.map((row) => (
        <MemberRow key={row.userId} row={row} onChange={onChange} />
      ))}
    </CardTable>
  );
}
