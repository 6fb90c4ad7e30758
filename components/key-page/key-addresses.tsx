"use client";
import { Globe } from "lucide-react";
import { useState } from "react";
import { AgoText } from "@/components/ui/ago-text";
import { Button } from "@/components/ui/button";
import { CardTable } from "@/components/ui/card-table";
import { MomentText } from "@/components/ui/moment-text";
import { TableCell } from "@/components/ui/table-cell";
import { TableRow } from "@/components/ui/table-row";
import type { AddressRow } from "@/lib/api-keys/describe-addresses";
import { Section } from "./section";

const title = "Addresses";
const columns = ["Address", "First used", "Last used", "Share of requests"] as const;
/** How many are shown before "Show more". */
const few = 5;

interface KeyAddressesProps {
  rows: readonly AddressRow[];
  readAt: string;
}

/** From where the key was used in the last 30 days, the busiest address first. */
export function KeyAddresses({ rows, readAt }: KeyAddressesProps) {
  const [isOpen, setOpen] = useState(false);
  if (rows.length === 0) return <NoAddress />;
  return (
    <Section title={title} lede={ledeOf(rows)}>
      <CardTable caption={title} columns={columns}>
        {rows.slice(0, isOpen ? rows.length : few).map((row) => (
          <Row key={row.address} row={row} readAt={readAt} />
        ))}
      </CardTable>
      {rows.length > few ? (
        <div className="border-line border-t p-1.5">
          <Button look="quiet" size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Show less" : "Show more"}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}

function ledeOf(rows: readonly AddressRow[]): string {
  const named = rows.filter(({ isNamed }) => isNamed).length;
  const addresses = named === 1 ? "1 address" : `${named} addresses`;
  const from = named === rows.length ? addresses : `${addresses} and others`;
  return `In the last 30 days, requests passed from ${from}.`;
}

function Row({ row, readAt }: { row: AddressRow; readAt: string }) {
  return (
    <TableRow>
      <TableCell label="Address" place="head">
        {row.isNamed ? (
          <code translate="no" className="wrap-anywhere font-mono text-13">
            {row.address}
          </code>
        ) : (
          row.address
        )}
      </TableCell>
      <TableCell label="First used" word="First">
        <MomentText at={row.firstUsed} stacked />
      </TableCell>
      <TableCell label="Last used" word="Last">
        <AgoText at={row.lastUsed} readAt={readAt} />
      </TableCell>
      <TableCell label="Share of requests" place="side">
        {row.share}
        <span className="block text-13 text-muted">{row.requests}</span>
      </TableCell>
    </TableRow>
  );
}

function NoAddress() {
  return (
    <Section title={title}>
      <p className="flex items-center gap-3 p-4 text-muted">
        <Globe aria-hidden className="size-5 shrink-0" strokeWidth={1.75} />
        <span>
          No request has passed with this key in the last 30 days. An address appears here a few
          seconds after its first request.
        </span>
      </p>
    </Section>
  );
}
