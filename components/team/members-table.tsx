"use client";
import { useState } from "react";
import { CardTable } from "@/components/ui/card-table";
import type { MemberRow as Row } from "@/lib/team/team-view";
import type { Change } from "./change";
import { findMembers, searchFrom } from "./find-members";
import { MemberRow } from "./member-row";
import { MemberSearch } from "./member-search";

const columns = ["Member", "Role", "2-step verification", "Last login", "Status"] as const;

interface MembersTableProps {
  rows: readonly Row[];
  /** Undefined if the user may only look. */
  onChange?: ((change: Change) => void) | undefined;
}

/** The members; a large team can be searched. */
export function MembersTable({ rows, onChange }: MembersTableProps) {
  const [typed, setTyped] = useState("");
  const isSearched = rows.length >= searchFrom;
  const shown = isSearched ? findMembers(rows, typed) : rows;
  return (
    <>
      {isSearched ? (
        <MemberSearch typed={typed} onType={setTyped} found={shown.length} of={rows.length} />
      ) : null}
      {shown.length > 0 ? (
        <CardTable caption="Members" columns={columns} hasMenus={onChange !== undefined}>
          {shown.map((row) => (
            <MemberRow key={row.userId} row={row} onChange={onChange} />
          ))}
        </CardTable>
      ) : null}
    </>
  );
}
