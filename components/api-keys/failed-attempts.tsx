"use client";
import { CardTable } from "@/components/ui/card-table";
import { KeyId } from "@/components/ui/key-id";
import { TableCell } from "@/components/ui/table-cell";
import { TableRow } from "@/components/ui/table-row";
import type { FailedAttempt } from "@/lib/api-keys/keys-view";
import { counted } from "@/lib/core/numbers";
import { AgoFrom } from "./ago-from";
import { tailOf } from "./words";

const columns = ["Key Id", "Cause", "Last attempt"] as const;

interface FailedAttemptsProps {
  failures: readonly FailedAttempt[];
  readAt: string;
}

/** Refused requests with one of these key ids. Only this list shows the causes; the API's answer is always the same. */
export function FailedAttempts({ failures, readAt }: FailedAttemptsProps) {
  return (
    <section aria-labelledby="failed-attempts" className="mt-9">
      <h2 id="failed-attempts" className="font-semibold">
        Recent failed attempts
      </h2>
      <p className="text-13 text-muted">
        Requests with one of your Key Ids that were refused. The API never tells the caller why.
      </p>
      <div className="mt-3 overflow-hidden rounded-xl border border-line bg-panel shadow-low">
        <CardTable caption="Recent failed attempts" columns={columns}>
          {failures.map((failure) => (
            <TableRow
              key={`${failure.keyId} ${failure.lastAt.iso} ${failure.cause} ${failure.address}`}
            >
              <TableCell label="Key Id">
                <KeyId>{tailOf(failure)}</KeyId>
              </TableCell>
              <TableCell label="Cause">
                {failure.cause}
                <span className="block text-13 text-muted">
                  {counted(failure.attempts, "attempt")}
                </span>
              </TableCell>
              <TableCell label="Last attempt">
                <AgoFrom at={failure.lastAt} address={failure.address} readAt={readAt} />
              </TableCell>
            </TableRow>
          ))}
        </CardTable>
      </div>
    </section>
  );
}
