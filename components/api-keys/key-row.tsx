"use client";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { MomentText } from "@/components/ui/moment-text";
import { TableCell } from "@/components/ui/table-cell";
import { TableRow } from "@/components/ui/table-row";
import type { ShownKey as Row } from "@/lib/api-keys/keys-view";
import { AgoFrom } from "./ago-from";
import { KeyLink } from "./key-link";
import { KeyStatusBadge } from "./key-status-badge";
import { useTimeLeft } from "./use-time-left";

export interface RowActions {
  onDeactivate: (row: Row) => void;
  onExtend: (row: Row) => void;
}

interface KeyRowProps {
  row: Row;
  readAt: string;
  actions?: RowActions | undefined;
}

export function KeyRow({ row, readAt, actions }: KeyRowProps) {
  const id = useId();
  const msLeft = useTimeLeft(readAt, row.deactivates);
  const msToExpiry = useTimeLeft(readAt, row.expiry);
  const isRunning = ["retiring", "frozen"].includes(row.status) && row.deactivates && msLeft > 0;
  return (
    <TableRow>
      <TableCell label="Key Id" place="head">
        <span className="flex items-center gap-1">
          <KeyLink id={id} keyId={row.keyId} />
          <CopyButton compact label={`Copy ${row.keyId}`} text={row.keyId} selects={id} />
        </span>
      </TableCell>
      <TableCell label="Created">
        <MomentText at={row.created} stacked />
        <span className="wrap-anywhere text-13 text-muted @max-3xl:ml-1 @3xl:block">
          by {row.createdBy}
        </span>
      </TableCell>
      <TableCell label="Expiry">
        {row.expiry ? <MomentText at={row.expiry} stacked /> : "Never"}
      </TableCell>
      <TableCell label="Status" place="line">
        <KeyStatusBadge row={row} msLeft={msLeft} msToExpiry={msToExpiry} />
        {row.deactivates && row.status !== "expired" ? (
          <span className="mt-1 block text-13 text-muted">
            {row.status === "frozen" ? "ends on" : "on"} <MomentText at={row.deactivates} />
          </span>
        ) : null}
        {isRunning && actions ? (
          <span className="mt-1.5 -ml-[9px] flex flex-wrap">
            <Button
              look="quiet-danger"
              size="sm"
              aria-describedby={id}
              onClick={() => actions.onDeactivate(row)}
            >
              Deactivate now
            </Button>
            {row.extendsTo ? (
              <Button
                look="quiet"
                size="sm"
                aria-describedby={id}
                onClick={() => actions.onExtend(row)}
              >
                Keep 24 hours more
              </Button>
            ) : null}
          </span>
        ) : null}
      </TableCell>
      <TableCell label="Last used">
        {row.lastUse ? (
          <div className="@max-3xl:inline @3xl:max-w-40">
            <AgoFrom {...row.lastUse} readAt={readAt} />
          </div>
        ) : (
          "Never"
        )}
      </TableCell>
    </TableRow>
  );
}
