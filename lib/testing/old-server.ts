/** A line to a PostgreSQL that makes it seem to be of version 14. */
import { connect, createServer } from "node:net";
import { close, listen } from "@/bin/process/ports";

/** The version's number is changed in each answer that has it; everything else passes as it is. */
export async function startOldServer(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const [port, host] = [Number(url.port), url.hostname];
  const server = createServer((client) => {
    const postgres = connect(port, host);
    for (const [from, to] of [
      [client, postgres],
      [postgres, client],
    ] as const) {
      from.on("error", () => to.destroy());
      from.on("close", () => to.destroy());
    }
    client.pipe(postgres);
    postgres.on("data", (chunk) => {
      const answer = chunk.toString("latin1").replace(/1[5-9]00\d\d(?=C)/g, "140012");
      client.write(Buffer.from(answer, "latin1"));
    });
  });
  url.port = `${await listen(server)}`;
  return { url: url.href, stop: () => close(server) };
}
