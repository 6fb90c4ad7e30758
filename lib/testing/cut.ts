/**
 * Cuts connections to PostgreSQL at one statement: to PostgreSQL a process that dies is a connection that is gone, so
 * each statement in turn stands for a kill between any two of them.
 */
import pg from "pg";

export type Cut = "before it is sent" | "when it was sent";

const { query } = pg.Client.prototype;

/** From now on, until `mend`. Tells how many statements there were. */
export function cutAt(nth: number, when: Cut): { count: number } {
  const seen = { count: 0 };
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const isIt = ++seen.count === nth;
    const { connection } = this as unknown as { connection: { stream: { destroy(): void } } };
    if (isIt && when === "before it is sent") connection.stream.destroy();
    const answer = Reflect.apply(query, this, given);
    if (isIt && when === "when it was sent") setImmediate(() => connection.stream.destroy());
    return answer;
  } as typeof query;
  return seen;
}

export function mend(): void {
  pg.Client.prototype.query = query;
}
