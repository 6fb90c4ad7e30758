/** The end of everything that was started: last first, and one that fails does not keep the others from ending. */
export interface Cleanups {
  add(cleanup: () => unknown): void;
  /** Stops it at the end, also when the end comes while it is still starting. */
  keep<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T>;
  run(): Promise<void>;
}

export function makeCleanups(): Cleanups {
  const pending: (() => unknown)[] = [];
  let running: Promise<void> | undefined;
  const runAll = async () => {
    const errors: unknown[] = [];
    for (let next = pending.pop(); next; next = pending.pop()) {
      try {
        await next();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  };
  return {
    add: (cleanup) => pending.push(cleanup),
    keep: (starting) => {
      pending.push(async () => (await starting.catch(() => null))?.stop());
      return starting;
    },
    run: () => (running ??= runAll().finally(() => (running = undefined))),
  };
}

/** Starts several things as one: `stop` ends them all, and so does an error meanwhile. */
export async function startTogether<T extends object>(
  start: (cleanups: Cleanups) => Promise<T>,
): Promise<T & { stop(): Promise<void> }> {
  const cleanups = makeCleanups();
  try {
    return { ...(await start(cleanups)), stop: cleanups.run };
  } catch (error) {
    await cleanups.run();
    throw error;
  }
}

/**
 * Runs a command to its end or to the first Ctrl-C, then ends what it has started, then this process: with the code
 * that the command returns, 1 after an error, and `codeWhenStopped` after a signal. `onHangUp` says whether SIGHUP
 * meant something else.
 */
export async function runCommand(
  command: (cleanups: Cleanups) => Promise<number>,
  codeWhenStopped: number,
  onHangUp: () => boolean = () => false,
): Promise<void> {
  const cleanups = makeCleanups();
  let isStopping = false;
  const tell = (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  };
  const stop = async (code: number) => {
    if (isStopping) return;
    isStopping = true;
    process.exit(await cleanups.run().then(() => code, tell));
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => void stop(codeWhenStopped));
  process.on("SIGHUP", () => onHangUp() || void stop(codeWhenStopped));
  // What fails because everything is being stopped is no news.
  await stop(await command(cleanups).catch((error) => (isStopping ? 1 : tell(error))));
}

interface Service {
  log: { error(details: { err: unknown }, message: string): void };
  stop(): Promise<unknown>;
  /** What SIGHUP does; without it SIGHUP ends the service. */
  reload?: () => void;
  /** Rejects when it cannot go on by itself. */
  failed?: Promise<never>;
}

/** Starts a server of the product, which runs until a signal ends it. */
export function runService(start: () => Promise<Service>): void {
  let reload: Service["reload"];
  // Until it has started nobody knows what SIGHUP means to it, so one that comes before is sent again then.
  let isStarting = true;
  let isHungUp = false;
  const onHangUp = () => {
    isHungUp ||= isStarting;
    reload?.();
    return isStarting || reload !== undefined;
  };
  const run = async (cleanups: Cleanups): Promise<never> => {
    const { log, stop, ...more } = await start();
    reload = more.reload;
    isStarting = false;
    cleanups.add(() =>
      stop().catch((err) => {
        log.error({ err }, "the end was not orderly");
        throw err;
      }),
    );
    if (isHungUp) process.kill(process.pid, "SIGHUP");
    return more.failed ?? new Promise(() => undefined);
  };
  void runCommand(run, 0, onHangUp);
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
