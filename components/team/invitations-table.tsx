"use client";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { CardTable } from "@/components/ui/card-table";
import { MomentText } from "@/components/ui/moment-text";
import { TableCell } from "@/components/ui/table-cell";
import { TableRow } from "@/components/ui/table-row";
import type { InvitationRow as Row } from "@/lib/team/team-view";
import type { Change } from "./change";
import { roleNames } from "./roles";
import { RowAction } from "./row-action";

const columns = ["Email", "Role", "Invited by", "Expires"] as const;

interface InvitationsTableProps {
  rows: readonly Row[];
  onChange?: ((change: Change) => void) | undefined;
}

export function InvitationsTable({ rows, onChange }: InvitationsTableProps) {
  return (
    <CardTable caption="Pending invitations" columns={columns}>
      {rows.map((row) => (
        <InvitationRow key={row.id} row={row} onChange={onChange} />
      ))}
    </CardTable>
  );
}

function InvitationRow({ row, onChange }: { row: Row } & Pick<InvitationsTableProps, "onChange">) {
  const id = useId();
  return (
    <TableRow>
      <TableCell label="Email">
        <span id={id} className="wrap-anywhere font-medium">
          {row.email}
        </span>
      </TableCell>
      <TableCell label="Role">{roleNames[row.role]}</TableCell>
      <TableCell label="Invited by">
        <span className="wrap-anywhere">{row.invitedBy}</span>
      </TableCell>
      <TableCell label="Expires">
        {row.isExpired ? <Badge tone="warn">Expired</Badge> : <MomentText at={row.expires} />}
        {onChange ? (
          <span className="mt-1 flex flex-wrap gap-x-3">
            <RowAction about={id} onClick={() => onChange({ kind: "resend", invitation: row })}>
              Resend
            </RowAction>
            <RowAction
              danger
              about={id}
              onClick={() => onChange({ kind: "withdraw", invitation: row })}
            >
              Withdraw
            </RowAction>
          </span>
        ) : null}
      </TableCell>
    </TableRow>
  );
}
