/**
 * Stands between a dashboard and PostgreSQL and counts round trips: every simple query, and every Sync of the
 * extended protocol. BEGIN, COMMIT and ROLLBACK do not count (SECURITY D16).
 */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface PgProxy {
  /** The same database, through the proxy. */
  url: string;
  /** The statements since the last call, one a round trip. */
  take(): string[];
  stop(): Promise<void>;
}

export async function startPgProxy(databaseUrl: string): Promise<PgProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const trips: string[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    const read = readMessages((statement) => trips.push(statement));
    client.on("data", read);
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
  });
  const url = new URL(databaseUrl);
  url.port = `${await listen(server)}`;
  return {
    url: url.href,
    take: () => trips.splice(0),
    stop: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" ? (address?.port ?? 0) : 0);
    });
  });
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
