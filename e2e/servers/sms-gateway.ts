/**
 * An SMS gateway with bad days: it answers, refuses, fails, hangs or hangs up, and remembers what it was sent. It also
 * knows which SIMs were changed lately.
 */
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

const simSwapPath = "/sim-swap/v1/check";

/** The answer of CAMARA's "SIM Swap" interface. */
function simSignal(swapped: ReadonlySet<string>, body: string): GatewayAnswer {
  const { phoneNumber } = JSON.parse(body) as { phoneNumber: string };
  return { status: 200, body: JSON.stringify({ swapped: swapped.has(phoneNumber) }) };
}

export type BadGateway = Awaited<ReturnType<typeof makeBadGateway>>;

/** It is away at first. */
export async function makeBadGateway() {
  let mood: keyof typeof moods = "away";
  const swapped = new Set<string>();
  const { seen, server } = makeGateway((_, { line, body }) =>
    line.startsWith(`POST ${simSwapPath}`) ? simSignal(swapped, body) : moods[mood],
  );
  const port = await findFreePort();
  /** What reached this number, oldest first: a real gateway delivers each reference once. */
  const sentTo = (mobile: string | null) =>
    seen
      .filter(({ line }) => !line.includes(simSwapPath))
      .map(({ body }) => JSON.parse(body) as Record<"to" | "body" | "reference", string>)
      .filter(({ to }) => to === mobile);
  return {
    url: `http://127.0.0.1:${port}/messages`,
    simSwapUrl: `http://127.0.0.1:${port}${simSwapPath}`,
    /** The numbers whose SIM was changed lately. */
    swapped,
    async is(next: typeof mood) {
      if (server.listening && next === "away") await close(server);
      if (!server.listening && next !== "away") await listen(server, port);
      mood = next;
    },
    sentTo,
    codeFor(mobile: string | null): string {
      const code = sentTo(mobile).at(-1)?.body.match(/\d{6}/)?.[0];
      if (!code) throw new Error("the gateway has no code for this number");
      return code;
    },
  };
}
