/**
 * Several processes behind one port (`AUTHORIZER_PROCESSES`): the first accepts connections and hands each to a child,
 * which answers alone, with a cache, a change feed and a usage writer of its own.
 */
import cluster, { type Worker } from "node:cluster";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type pino from "pino";
import type { AuthorizerEnv } from "@/lib/core/authorizer-env";
import { passQuestionsOn } from "./siblings";
import { refuseOtherPeppers } from "./watch-peppers";

export interface Primary {
  /** Ends every child in order (`RunningAuthorizer.stop`). Settles when all are gone. */
  stop(): Promise<void>;
  /** Hands SIGHUP on. Undefined: it speaks plain HTTP, and has no certificates to read again. */
  reload?: () => void;
  /** Rejects when children keep dying. */
  failed: Promise<never>;
}

/** Whoever lives this long has started well. */
const steadyMs = 10_000;
const againMs = { first: 100, most: 5_000 };
/** So many children in a row that did not live that long: something is wrong that starting again does not mend. */
const maxFailures = 8;

/** Returns once every child listens. Throws what keeps each of them from starting because of its peppers. */
export async function startPrimary(env: AuthorizerEnv, log: pino.Logger): Promise<Primary> {
  await refuseOtherPeppers(env);
  const count = env.AUTHORIZER_PROCESSES;
  // Infinity is among the metrics, and JSON has none.
  cluster.setupPrimary({ serialization: "advanced" });
  passQuestionsOn(count);
  const life = { isStopping: false, failures: 0 };
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);

  const keepOne = async (): Promise<void> => {
    while (!life.isStopping) {
      const startedAt = performance.now();
      const child = cluster.fork();
      const [code, signal] = await once(child, "exit");
      if (life.isStopping) return;
      const isSteady = performance.now() - startedAt >= steadyMs;
      life.failures = isSteady ? 0 : life.failures + 1;
      log.warn({ child: child.process.pid, code, signal }, "a process of the authorizer has ended");
      if (life.failures >= maxFailures) {
        fail(
          new Error("The authorizer ends: its processes keep dying. Their last words are above."),
        );
        return;
      }
      await sleep(Math.min(againMs.first * 2 ** life.failures, againMs.most));
    }
  };

  const listening = waitUntilListening(count);
  const running = Promise.all(Array.from({ length: count }, keepOne));
  const stop = async () => {
    life.isStopping = true;
    signalAll("SIGTERM");
    await running;
  };
  await Promise.race([listening, failed.catch(() => undefined)]);
  const reload = () => signalAll("SIGHUP");
  return { stop, failed, ...(env.AUTHORIZER_TLS_CERT !== undefined && { reload }) };
}

function waitUntilListening(count: number): Promise<void> {
  const listening = new Set<Worker>();
  return new Promise((done) => {
    cluster.on("listening", (child) => {
      listening.add(child);
      child.once("exit", () => listening.delete(child));
      if (listening.size === count) done();
    });
  });
}

/** A child that hears the same signal from elsewhere, as from systemd or Ctrl-C, takes it once. */
function signalAll(name: NodeJS.Signals): void {
  for (const child of Object.values(cluster.workers ?? {})) child?.process.kill(name);
}
