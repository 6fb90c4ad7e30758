/** What keeps a server from listening, in words behind the name of the variable to change. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { Misconfigured } from "./mistakes";
import type { Rule, Source } from "./read-fields";

/** The variables that say where it listens; without one for the host that is loopback. */
interface ListenVariables {
  port: string;
  host?: string;
}

/** Null: this error is about something else. */
function describeListenTrouble(
  error: unknown,
  { port, host }: ListenVariables,
): [name: string, words: string] | null {
  const { code } = error as { code?: unknown };
  switch (code) {
    case "EADDRINUSE":
      return [port, "is in use: stop what listens there, or set another one"];
    case "EACCES":
      return [port, "is not open to this user, as ports below 1024 are not: set a higher one"];
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return [host ?? port, `is no address of this machine (${code}): set one that it has`];
    default:
      return null;
  }
}

/** What to throw instead: `Misconfigured` with a sentence, where there is one. */
export function listenError(error: unknown, variables: ListenVariables): unknown {
  const [name, words] = describeListenTrouble(error, variables) ?? [];
  return name ? new Misconfigured([`${name} ${words}.`]) : error;
}

/** Those below belong to root. */
const firstFreePort = 1024;

/**
 * The error that a server would get that listened there; null: none. It listens there itself only for a port that needs
 * a right, because a connection that came in just then would be lost.
 */
async function findListenTrouble(port: number, host: string): Promise<unknown> {
  try {
    const probe = createServer();
    await once(probe.listen(port < firstFreePort ? port : 0, host), "listening");
    await new Promise((done) => probe.close(done));
  } catch (error) {
    return error;
  }
  const isWildcard = ["0.0.0.0", "::"].includes(host);
  const isInUse = port > 0 && (await accepts(port, isWildcard ? "127.0.0.1" : host));
  return isInUse ? { code: "EADDRINUSE" } : null;
}

/** Where a program will listen: its variables, and what holds where they are not set. Without a port it does not. */
export interface Place extends ListenVariables {
  usual: { port?: string; host: string };
}

/** Complains of every place where a server could not listen now. Not of what is no port: that is its field's. */
export async function makePlaceRule(source: Source, places: Place[]): Promise<Rule<unknown>> {
  const complaints = places.map(async ({ port, host, usual }) => {
    const number = Number(source[port] || usual.port);
    if (!Number.isInteger(number) || number < 0 || number > 65_535) return null;
    const trouble = await findListenTrouble(number, (host && source[host]) || usual.host);
    return trouble ? describeListenTrouble(trouble, { port, ...(host && { host }) }) : null;
  });
  const found = await Promise.all(complaints);
  return (_, complain) => {
    for (const one of found) if (one) complain(...one);
  };
}

async function accepts(port: number, host: string): Promise<boolean> {
  const socket = connect(port, host);
  const isOpen = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isOpen;
}
