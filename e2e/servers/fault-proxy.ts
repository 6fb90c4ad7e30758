/**
 * Stands between one program and PostgreSQL and spoils the network between them, one kind of connection at a time.
 * A connection's kind is the application name in its start-up packet.
 * - pass; delay: every byte arrives that much later, each way.
 * - hold: nothing arrives, ends of connections included, until the mode changes; then all of it, in order.
 * - deaf: what the program says arrives; what PostgreSQL answers is held.
 * - dark: the connection is half open for good: bytes vanish and nobody hears that the other is gone.
 * - refuse: reset at once.
 */
import { connect, createServer, type Socket } from "node:net";
import { close, listen } from "@/bin/process/ports";

type Fate = "pass" | "hold" | "deaf" | "dark" | "refuse" | { delayMs: number };

export type FaultProxy = Awaited<ReturnType<typeof startFaultProxy>>;

const sslRequests = [80877103, 80877104];
/** End of stream, queued behind the bytes before it. */
type Item = Buffer | null;

/** One direction of a connection: bytes in order, each at its time. */
class Flow {
  private readonly queue: { item: Item; at: number }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private fate: Fate = "pass";

  constructor(private readonly target: Socket) {}

  push(item: Item): void {
    if (this.fate === "dark") return;
    this.queue.push({ item, at: this.dueAt() });
    this.drain();
  }

  set(fate: Fate): void {
    if (this.fate === "dark") return;
    this.fate = fate;
    if (fate === "dark") this.queue.length = 0;
    if (fate !== "hold") for (const entry of this.queue) entry.at = 0;
    this.drain();
  }

  private dueAt(): number {
    if (this.fate === "hold") return Number.POSITIVE_INFINITY;
    return typeof this.fate === "object" ? performance.now() + this.fate.delayMs : 0;
  }

  private drain(): void {
    clearTimeout(this.timer);
    for (let head = this.queue[0]; head; head = this.queue[0]) {
      const waitMs = head.at - performance.now();
      if (waitMs === Number.POSITIVE_INFINITY) return;
      if (waitMs > 0) {
        this.timer = setTimeout(() => this.drain(), Math.ceil(waitMs));
        return;
      }
      this.queue.shift();
      if (head.item === null) this.target.destroy();
      else if (!this.target.destroyed) this.target.write(head.item);
    }
  }
}

interface Connection {
  kind: string;
  isDark: boolean;
  client: Socket;
  upstream: Socket | undefined;
  flows: Flow[];
}

/** `onSent` is called for each new connection; what it returns sees all that the program sends over it. */
export async function startFaultProxy(databaseUrl: string, onSent?: () => (bytes: Buffer) => void) {
  const target = new URL(databaseUrl);
  const connections = new Set<Connection>();
  const fates = new Map<string, Fate>();
  let usual: Fate = "pass";
  const fateOf = (kind: string) => fates.get(kind) ?? usual;
  const ofKinds = (kinds?: string[]) =>
    [...connections].filter(({ kind }) => !kinds || kinds.includes(kind));

  const server = createServer({ noDelay: true }, (client) => {
    const one: Connection = { kind: "", isDark: false, client, upstream: undefined, flows: [] };
    connections.add(one);
    client.on("error", () => undefined);
    client.on("close", () => {
      if (one.isDark) return;
      if (!one.upstream) connections.delete(one);
      one.flows[0]?.push(null);
    });
    readKind(client, (kind, startUp) => open(one, kind, startUp));
  });

  function open(one: Connection, kind: string, startUp: Buffer): void {
    const fate = fateOf(kind);
    one.kind = kind;
    if (fate === "refuse") {
      reset(one);
      return;
    }
    if (fate === "dark") {
      one.isDark = true;
      one.client.resume();
      return;
    }
    const upstream = connect({ port: Number(target.port), host: target.hostname, noDelay: true });
    const [up, down] = [new Flow(upstream), new Flow(one.client)];
    Object.assign(one, { upstream, flows: [up, down] });
    turn(one, fate);
    const see = onSent?.();
    const send = (bytes: Buffer) => {
      see?.(bytes);
      up.push(bytes);
    };
    send(startUp);
    one.client.on("data", send);
    upstream.on("data", (chunk) => down.push(chunk));
    upstream.on("error", () => undefined);
    upstream.on("close", () => {
      if (!one.isDark) connections.delete(one);
      down.push(null);
    });
  }

  function reset(one: Connection): void {
    one.client.resetAndDestroy();
    one.upstream?.destroy();
    connections.delete(one);
  }

  function apply(one: Connection, fate: Fate): void {
    if (one.isDark || one.kind === "") return;
    if (fate === "refuse") reset(one);
    if (fate === "dark") one.isDark = true;
    turn(one, fate);
  }

  const url = new URL(databaseUrl);
  url.port = `${await listen(server)}`;
  return {
    /** The same database, through the proxy. */
    url: url.href,
    /** From now on, for present and new connections of these kinds; default: for all of them. */
    set: (fate: Fate, kinds?: string[]) => {
      if (!kinds) fates.clear();
      if (kinds) for (const kind of kinds) fates.set(kind, fate);
      else usual = fate;
      for (const one of ofKinds(kinds)) apply(one, fate);
    },
    /** Resets the present connections of these kinds and tells how many there were. */
    cut: (kinds: string[]) => {
      const cut = ofKinds(kinds).filter(({ isDark }) => !isDark);
      for (const one of cut) reset(one);
      return cut.length;
    },
    /** What PostgreSQL sees of each connection: `client_port`. Half-open ones are left out. */
    connections: (kind: string) =>
      ofKinds([kind]).flatMap(({ isDark, upstream }) =>
        !isDark && upstream?.localPort ? [upstream.localPort] : [],
      ),
    stop: () => {
      const closed = close(server);
      for (const one of connections) reset(one);
      return closed;
    },
  };
}

function turn({ flows: [up, down] }: Connection, fate: Fate): void {
  up?.set(fate === "deaf" ? "pass" : fate);
  down?.set(fate === "deaf" ? "hold" : fate);
}

/** Reads up to the end of the start-up packet, saying no to encryption, and hands over all bytes read. */
function readKind(client: Socket, onKind: (kind: string, startUp: Buffer) => void): void {
  let read = Buffer.alloc(0);
  const onData = (chunk: Buffer) => {
    read = Buffer.concat([read, chunk]);
    while (read.length >= 8 && sslRequests.includes(read.readInt32BE(4))) {
      client.write("N");
      read = read.subarray(8);
    }
    if (read.length < 8 || read.length < read.readInt32BE(0)) return;
    client.off("data", onData);
    onKind(applicationName(read.subarray(8, read.readInt32BE(0))), read);
  };
  client.on("data", onData);
}

function applicationName(parameters: Buffer): string {
  const words = parameters.toString("utf8").split("\0");
  const at = words.findIndex((word, index) => index % 2 === 0 && word === "application_name");
  return (at >= 0 && words[at + 1]) || "other";
}
