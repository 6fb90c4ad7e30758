/** A line to PostgreSQL that ends TLS with this certificate, for addresses with sslmode. */
import { connect, createServer } from "node:net";
import { TLSSocket } from "node:tls";
import { close, listen } from "@/bin/process/ports";
import type { Certificate } from "./certificates";

export async function startTlsLine(databaseUrl: string, certificate: Certificate) {
  const url = new URL(databaseUrl);
  const [port, host] = [Number(url.port), url.hostname];
  const server = createServer((client) => {
    client.on("error", () => undefined);
    // A client that wants TLS asks for it in eight bytes, and waits for the "S".
    client.once("data", () => {
      client.write("S");
      const secure = new TLSSocket(client, { isServer: true, ...certificate });
      const postgres = connect(port, host);
      for (const end of [secure, postgres]) end.on("error", () => client.destroy());
      secure.pipe(postgres).pipe(secure);
      client.on("close", () => postgres.destroy());
    });
  });
  url.port = `${await listen(server)}`;
  return { url: url.href, stop: () => close(server) };
}
