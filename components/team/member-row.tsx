"use client";
import { useId } from "react";
import { Badge } from "@/components/ui/badge";
import { MomentText } from "@/components/ui/moment-text";
import { TableCell } from "@/components/ui/table-cell";
import { TableRow } from "@/components/ui/table-row";
import type { MemberRow as Row } from "@/lib/team/team-view";
import type { Change } from "./change";
import { roleNames } from "./roles";
import { RowAction } from "./row-action";

interface MemberRowProps {
  row: Row;
  onChange?: ((change: Change) => void) | undefined;
}

/** One member. Each action is beside the value it changes. */
export function MemberRow({ row, onChange }: MemberRowProps) {
  const id = useId();
  const { isHelpedHere } = row;
  return (
    <TableRow>
      <TableCell label="Member">
        <span id={id} className="wrap-anywhere font-medium">
          {row.name}
        </span>
        {row.isYou ? <span className="text-muted"> (you)</span> : null}
        <span className="wrap-anywhere block text-13 text-muted">{row.email}</span>
      </TableCell>
      <TableCell label="Role">
        <span className="block">{roleNames[row.role]}</span>
        {onChange ? (
          <RowAction about={id} onClick={() => onChange({ kind: "role", member: row })}>
            Change role
          </RowAction>
        ) : null}
      </TableCell>
      <TableCell label="2-step verification">
        <span className="block">{row.isTwoStepOn ? "On" : "Off"}</span>
        {onChange && row.isTwoStepOn && isHelpedHere ? (
          <RowAction about={id} onClick={() => onChange({ kind: "reset", member: row })}>
            Reset 2-step verification
          </RowAction>
        ) : null}
      </TableCell>
      <TableCell label="Last login">
        {row.lastLogin ? <MomentText at={row.lastLogin} stacked /> : "Never"}
      </TableCell>
      <TableCell label="Status">
        <Status row={row} />
        {onChange ? (
          <span className="mt-1 flex flex-wrap gap-x-3">
            {row.isLocked && isHelpedHere ? (
              <RowAction about={id} onClick={() => onChange({ kind: "unlock", member: row })}>
                Unlock
              </RowAction>
            ) : null}
            <RowAction danger about={id} onClick={() => onChange({ kind: "remove", member: row })}>
              Remove
            </RowAction>
          </span>
        ) : null}
        {row.isLocked && row.role === "owner" ? (
          <span className="mt-1 block text-13 text-muted">Support can unlock an owner.</span>
        ) : null}
      </TableCell>
    </TableRow>
  );
}

function Status({ row }: { row: Row }) {
  if (row.isDisabled) return <Badge tone="calm">Disabled</Badge>;
  return row.isLocked ? <Badge tone="bad">Locked</Badge> : <Badge tone="ok">Active</Badge>;
}
