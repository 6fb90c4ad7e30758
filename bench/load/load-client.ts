/**
 * The load of ./load as a process of its own, as gateways are: `startLoadClient`. Where it may (for root, on Linux), it
 * runs before everything else: what a client on this machine has to wait for the processor is no time of the server's.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { makeRealTime } from "@/bin/process/real-time";
import { type LoadOptions, type LoadResult, loadProfile, type ProfileKeys, runLoad } from "./load";

interface Order extends Omit<LoadOptions, "pick"> {
  keys: ProfileKeys;
}

export interface LoadClient {
  run(order: Order): Promise<LoadResult>;
  /** Whether it may run before everything else. */
  isRealTime: boolean;
  stop(): void;
}

/** Returns once it is ready for orders, one at a time. */
export async function startLoadClient(): Promise<LoadClient> {
  const child = fork(fileURLToPath(import.meta.url), ["client"], {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("The load's process has ended.");
  });
  // Whoever waits for an answer hears of it; after `stop` nobody does.
  ended.catch(() => undefined);
  const answer = async <T>(): Promise<T> => {
    const [message] = await Promise.race([once(child, "message"), ended]);
    return message as T;
  };
  const isRealTime = await answer<boolean>();
  const run = (order: Order) => {
    child.send(order);
    return answer<LoadResult>();
  };
  return { run, isRealTime, stop: () => child.kill() };
}

if (process.argv[2] === "client") {
  process.on("disconnect", () => process.exit());
  process.on("message", ({ keys, ...order }: Order) => {
    const pick = loadProfile(keys);
    runLoad({ ...order, pick }).then((result) => process.send?.(result));
  });
  process.send?.(makeRealTime(process.pid));
}
