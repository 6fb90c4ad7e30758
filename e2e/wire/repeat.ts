/** A steady load on servers that are restarted meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";

/** Sends to one server after the other, as a proxy does, until one answers. */
export function oneOf(ports: number[], turn: number) {
  return async <T extends { status: number }>(ask: (port: number) => Promise<T>): Promise<T> => {
    const first = await ask(ports[turn % ports.length] ?? 0);
    return first.status === 0 ? ask(ports[(turn + 1) % ports.length] ?? 0) : first;
  };
}

/** Repeats `ask` until it is stopped, and counts its answers. */
export function repeat(pauseMs: number, ask: (turn: number) => Promise<string>) {
  const counts: Record<string, number> = {};
  let isOver = false;
  const running = (async () => {
    for (let turn = 0; !isOver; turn++) {
      const answer = await ask(turn);
      counts[answer] = (counts[answer] ?? 0) + 1;
      await sleep(pauseMs);
    }
  })();
  return {
    counts,
    async stop() {
      isOver = true;
      await running;
    },
  };
}
