/** An SMS gateway with bad days: it answers, refuses, fails, hangs or hangs up, and remembers what it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { freePort } from "@/bin/stack/servers";

export type GatewayMood = "well" | "away" | "failing" | "hanging" | "hanging up";

export interface Sms {
  to: string;
  body: string;
  reference: string;
}

export class BadGateway {
  readonly received: Sms[] = [];
  private mood: GatewayMood = "away";
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  private constructor(readonly port: number) {}

  static async open(): Promise<BadGateway> {
    return new BadGateway(await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/messages`;
  }

  /** "away": nothing listens there. */
  async is(mood: GatewayMood): Promise<void> {
    if (this.server.listening && mood === "away") {
      this.server.closeAllConnections();
      await new Promise((done) => this.server.close(done));
    }
    if (!this.server.listening && mood !== "away") {
      await new Promise<void>((done) => this.server.listen(this.port, "127.0.0.1", done));
    }
    this.mood = mood;
  }

  /** What reached this number, oldest first: a real gateway delivers each reference once. */
  sentTo(mobile: string | null): Sms[] {
    return this.received.filter(({ to }) => to === mobile);
  }

  codeFor(mobile: string | null): string {
    const code = this.sentTo(mobile).at(-1)?.body.match(/\d{6}/)?.[0];
    if (!code) throw new Error("the gateway has no code for this number");
    return code;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const chunk of request) text += chunk;
    this.received.push(JSON.parse(text) as Sms);
    if (this.mood === "hanging") return;
    if (this.mood === "hanging up") request.socket.destroy();
    else response.writeHead(this.mood === "well" ? 202 : 503).end("{}");
  }
}
