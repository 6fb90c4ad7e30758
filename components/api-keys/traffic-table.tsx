import type { HourStart, KeyRow } from "@/lib/api-keys/keys-view";
import { inWords, tailOf } from "./words";

interface TrafficTableProps {
  keys: readonly { title: string; row: KeyRow }[];
  hours: readonly HourStart[];
}

/** The charts' numbers as a table, for screen readers. */
export function TrafficTable({ keys, hours }: TrafficTableProps) {
  return (
    <table>
      <caption>Requests in each hour</caption>
      <thead>
        <tr>
          <th scope="col">Hour from</th>
          {keys.map(({ title, row }) => (
            <th key={row.keyId} scope="col">
              {title} {tailOf(row)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {hours.map((hour, index) => (
          <tr key={hour.iso}>
            <th scope="row">{inWords(hour)}</th>
            {keys.map(({ row }) => (
              <td key={row.keyId}>{row.requests[index] ?? 0}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
