/** An SMS gateway with bad days: it answers, refuses, fails, hangs or hangs up, and remembers what it was sent. */
import { close, findFreePort, listen } from "@/bin/process/ports";
import { type GatewayAnswer, makeGateway } from "@/lib/testing/gateways";

const moods = {
  well: { status: 202, body: "{}" },
  /** Nothing listens there. */
  away: "hang up",
  failing: { status: 503, body: "{}" },
  hanging: "hang",
  "hanging up": "hang up",
} satisfies Record<string, GatewayAnswer>;

export type GatewayMood = keyof typeof moods;

export interface Sms {
  to: string;
  body: string;
  reference: string;
}

export class BadGateway {
  private mood: GatewayMood = "away";
  private readonly gateway = makeGateway(() => moods[this.mood]);

  private constructor(readonly port: number) {}

  static async open(): Promise<BadGateway> {
    return new BadGateway(await findFreePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/messages`;
  }

  async is(mood: GatewayMood): Promise<void> {
    const { server } = this.gateway;
    if (server.listening && mood === "away") await close(server);
    if (!server.listening && mood !== "away") await listen(server, this.port);
    this.mood = mood;
  }

  /** What reached this number, oldest first: a real gateway delivers each reference once. */
  sentTo(mobile: string | null): Sms[] {
    const received = this.gateway.seen.map(({ body }) => JSON.parse(body) as Sms);
    return received.filter(({ to }) => to === mobile);
  }

  codeFor(mobile: string | null): string {
    const code = this.sentTo(mobile).at(-1)?.body.match(/\d{6}/)?.[0];
    if (!code) throw new Error("the gateway has no code for this number");
    return code;
  }
}
