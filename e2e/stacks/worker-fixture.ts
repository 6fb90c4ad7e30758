/** For specs that need servers of their own. */

/**
 * Something that a spec file's worker process starts before its first test and stops after its last. Where its
 * configuration becomes that of the process, people, keys and requests made by the usual helpers land there.
 */
export function workerFixture<T extends { stop(): Promise<void> }>(
  start: () => Promise<T>,
  timeout = 120_000,
) {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
  const fixture = async ({}, use: (value: T) => Promise<void>) => {
    const started = await start();
    try {
      await use(started);
    } finally {
      await started.stop();
    }
  };
  return [fixture, { scope: "worker", auto: true, timeout }] as [
    typeof fixture,
    { scope: "worker"; auto: true; timeout: number },
  ];
}
