/** Both authorizers restarted in turn under load: no request fails. */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { trySend } from "@/bin/process/http";
import { expect, gateways } from "@/e2e/stacks/gateway";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";

const connections = 20;
/** Of each connection between two requests: a steady load that leaves the machine room to breathe. */
const pauseMs = 10;

/** Asks on kept connections until told to stop; counts the answers by status, 0 for none. */
function startLoad(port: number, authorization: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const counts = new Map<number, number>();
  let isOver = false;
  const headers = { authorization };
  const ask = () => trySend({ port, path: "/v1/orders", headers, agent, timeoutMs: 10_000 });
  const clients = Array.from({ length: connections }, async () => {
    while (!isOver) {
      const { status } = await ask();
      counts.set(status, (counts.get(status) ?? 0) + 1);
      await sleep(pauseMs);
    }
  });
  return {
    counts,
    async stop() {
      isOver = true;
      await Promise.all(clients);
      agent.destroy();
    },
  };
}

for (const { name, test } of gateways) {
  test(`${name}: no request fails while two authorizers are restarted in turn, twice`, async ({
    gateway,
  }) => {
    const key = await aKey(await anActor(), "live");
    const load = startLoad(gateway.port, basic(key));
    const answered = () => [...load.counts.values()].reduce((sum, count) => sum + count, 0);
    const start = performance.now();
    try {
      await expect.poll(answered).toBeGreaterThan(200);
      for (const authorizer of [...gateway.authorizers, ...gateway.authorizers]) {
        const before = authorizer.server;
        await authorizer.stop();
        await before?.exited;
        await authorizer.start();
      }
      const soFar = answered();
      await expect.poll(answered).toBeGreaterThan(soFar + 200);
    } finally {
      await load.stop();
    }
    const seconds = Math.round((performance.now() - start) / 1000);
    const failed = answered() - (load.counts.get(200) ?? 0);
    process.stdout.write(
      `Four restarts in ${seconds} s under load: ${answered()} requests, ${failed} failed.\n`,
    );
    expect(Object.fromEntries(load.counts)).toEqual({ 200: answered() });
    expect(gateway.upstream.take()).toHaveLength(answered());
  });
}
