/**
 * Stands between a dashboard and PostgreSQL and counts round trips: every simple query, and every Sync of the
 * extended protocol. BEGIN, COMMIT and ROLLBACK do not count (SECURITY D16).
 */
import { startFaultProxy } from "./fault-proxy";

export type PgProxy = Awaited<ReturnType<typeof startPgProxy>>;

export async function startPgProxy(databaseUrl: string) {
  const trips: string[] = [];
  const onSent = () => readMessages((statement) => trips.push(statement));
  const { url, stop } = await startFaultProxy(databaseUrl, onSent);
  // What `take` returns: the statements since its last call, one a round trip.
  return { url, take: () => trips.splice(0), stop };
}

/** Splits one connection's bytes into messages: a start-up packet without a type, then `type, length, content`. */
function readMessages(onTrip: (statement: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isStarted = false;
  let parsed = "";
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      const type = String.fromCharCode(rest[0] ?? 0);
      const content = rest.subarray(head + 4, end);
      rest = rest.subarray(end);
      if (!isStarted) isStarted = true;
      else if (type === "P") parsed = content.toString("utf8").split("\0")[1] ?? "";
      else if (type === "Q") trip(content.toString("utf8").replace(/\0$/, ""));
      else if (type === "S") trip(parsed);
    }
  };

  function trip(statement: string): void {
    const text = statement.replace(/\s+/g, " ").trim();
    if (!/^(?:begin|commit|rollback)\b/i.test(text)) onTrip(text);
  }
}
