"use client";
import { Badge } from "@/components/ui/badge";
import { CardTable } from "@/components/ui/card-table";
import { MomentText } from "@/components/ui/moment-text";
import { RowMenu } from "@/components/ui/row-menu";
import { TableCell } from "@/components/ui/table-cell";
import { TableRow } from "@/components/ui/table-row";
import type { InvitationRow as Row } from "@/lib/team/team-view";
import type { Change } from "./change";
import { roleNames } from "./roles";

const columns = ["Email", "Role", "Invited by", "Expires"] as const;

interface InvitationsTableProps {
  rows: readonly Row[];
  onChange?: ((change: Change) => void) | undefined;
}

export function InvitationsTable({ rows, onChange }: InvitationsTableProps) {
  return (
    <CardTable caption="Pending invitations" columns={columns} hasMenus={onChange !== undefined}>
      {rows.map((row) => (
        <InvitationRow key={row.id} row={row} onChange={onChange} />
      ))}
    </CardTable>
  );
}

function InvitationRow({ row, onChange }: { row: Row } & Pick<InvitationsTableProps, "onChange">) {
  return (
    <TableRow>
      <TableCell label="Email" place="head">
        <span className="wrap-anywhere font-medium">{row.email}</span>
      </TableCell>
      <TableCell label="Role" word="">
        {roleNames[row.role]}
      </TableCell>
      <TableCell label="Invited by">
        <span className="wrap-anywhere">{row.invitedBy}</span>
      </TableCell>
      {row.isExpired ? (
        <TableCell label="Expires" word="">
          <Badge tone="warn">Expired</Badge>
        </TableCell>
      ) : (
        <TableCell label="Expires">
          <MomentText at={row.expires} stacked brief />
        </TableCell>
      )}
      {onChange ? (
        <TableCell label="Actions" place="end">
          <RowMenu
            name={row.email}
            items={[
              { label: "Resend", onChoose: () => onChange({ kind: "resend", invitation: row }) },
              {
                label: "Withdraw",
                danger: true,
                onChoose: () => onChange({ kind: "withdraw", invitation: row }),
              },
            ]}
          />
        </TableCell>
      ) : null}
    </TableRow>
  );
}
