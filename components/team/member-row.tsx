"use client";
import { Badge } from "@/components/ui/badge";
import { MomentText } from "@/components/ui/moment-text";
import { RowMenu, type RowMenuItem } from "@/components/ui/row-menu";
import { TableCell } from "@/components/ui/table-cell";
import { TableRow } from "@/components/ui/table-row";
import type { MemberRow as Row } from "@/lib/team/team-view";
import type { Change } from "./change";
import { roleNames } from "./roles";

interface MemberRowProps {
  row: Row;
  onChange?: ((change: Change) => void) | undefined;
}

export function MemberRow({ row, onChange }: MemberRowProps) {
  return (
    <TableRow>
      <TableCell label="Member" place="head">
        <span className="wrap-anywhere font-medium">{row.name}</span>
        {row.isYou ? <span className="text-muted"> (you)</span> : null}
        {/* In a narrow row it reaches below the status. */}
        <span className="wrap-anywhere block text-13 text-muted @max-3xl:-mr-20">{row.email}</span>
        {row.isLocked && row.role === "owner" ? (
          <span className="block text-13 text-muted">Support can unlock an owner.</span>
        ) : null}
      </TableCell>
      <TableCell label="Role" word="">
        {roleNames[row.role]}
      </TableCell>
      <TableCell label="2-step verification" word="2-step">
        <span className="@max-3xl:lowercase">{row.isTwoStepOn ? "On" : "Off"}</span>
      </TableCell>
      <TableCell label="Last login" word="Login">
        {row.lastLogin ? (
          <MomentText at={row.lastLogin} stacked brief />
        ) : (
          <span className="@max-3xl:lowercase">Never</span>
        )}
      </TableCell>
      <TableCell label="Status" place="side">
        <Status row={row} />
      </TableCell>
      {onChange ? (
        <TableCell label="Actions" place="end">
          <RowMenu name={row.name} items={itemsFor(row, onChange)} />
        </TableCell>
      ) : null}
    </TableRow>
  );
}

function itemsFor(member: Row, onChange: (change: Change) => void): RowMenuItem[] {
  const { isTwoStepOn, isLocked, isHelpedHere } = member;
  const change = (kind: "role" | "reset" | "unlock" | "remove", label: string) => ({
    label,
    danger: kind === "remove",
    onChoose: () => onChange({ kind, member }),
  });
  return [
    change("role", "Change role"),
    ...(isTwoStepOn && isHelpedHere ? [change("reset", "Reset 2-step verification")] : []),
    ...(isLocked && isHelpedHere ? [change("unlock", "Unlock")] : []),
    change("remove", "Remove"),
  ];
}

function Status({ row }: { row: Row }) {
  if (row.isDisabled) return <Badge tone="calm">Disabled</Badge>;
  return row.isLocked ? <Badge tone="bad">Locked</Badge> : <Badge tone="ok">Active</Badge>;
}
