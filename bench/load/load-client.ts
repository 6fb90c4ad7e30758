/**
 * The load of ./load as a process of its own, as gateways are: `startLoadClient`. Where it may (for root, on Linux), it
 * runs before everything else, so that its own wait for the processor is not measured as the server's time.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { makeRealTime } from "@/bin/process/real-time";
import { type LoadOptions, type LoadResult, loadProfile, type ProfileKeys, runLoad } from "./load";

interface Order extends Omit<LoadOptions, "pick"> {
  keys: ProfileKeys;
}

/** Returns once it is ready for orders, one at a time; `isRealTime`: it may run before everything else. */
export async function startLoadClient() {
  const child = fork(fileURLToPath(import.meta.url), ["client"], {
    execArgv: ["--conditions=react-server", "--import", "tsx"],
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("The load's process has ended.");
  });
  // A run that waits for its answer fails by this; after `stop` there is none, and the end is no error.
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
