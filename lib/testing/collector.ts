/** An HTTP sink for heads of the audit trail, on this machine. */
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { close, listen } from "@/bin/process/ports";
import { readHead, type SignedHead } from "@/lib/audit/head";

/** A collector as an operator would run one: it keeps what is posted, and gives it back. */
export class Collector {
  status = 204;
  /** Whether it keeps what it does not answer for. */
  isDeaf = false;
  body = "";
  readonly asked: IncomingHttpHeaders[] = [];
  private readonly server: Server = createServer((request, answer) => {
    this.asked.push(request.headers);
    if (request.method === "GET") return answer.writeHead(200).end(this.body);
    let sent = "";
    request.setEncoding("utf8").on("data", (chunk) => (sent += chunk));
    request.on("end", () => {
      if (this.status === 204 || this.isDeaf) this.body += sent;
      answer.writeHead(this.status).end();
    });
  });

  start = async () => `http://127.0.0.1:${await listen(this.server)}/heads`;
  stop = () => close(this.server);
  headsOf = (chain: string) =>
    this.body
      .split("\n")
      .map(readHead)
      .filter((head): head is SignedHead => head?.chain === chain);
}
