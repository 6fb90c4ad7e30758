/** Clients that send or read as slowly as they can, at a dashboard itself and through nginx: they starve nobody. */
import { expect } from "playwright/test";
import { makeCleanups } from "@/bin/process/cleanups";
import { trySend } from "@/bin/process/http";
import { type SlowKind, startSlowClients } from "@/e2e/servers/slow-clients";
import { type Dashboards, withDashboards } from "@/e2e/stacks/two-dashboards";
import { hostOf } from "@/e2e/wire/raw-request";

const test = withDashboards();
test.describe.configure({ mode: "default" });

type Way = "direct" | "nginx";

function targetOf(site: Dashboards, way: Way) {
  const port = way === "nginx" ? site.port : site.dashboards[0].port;
  return {
    port,
    host: hostOf("razorpay.localhost", port),
    ...(way === "nginx" && { tls: site.tls }),
  };
}

/** The largest script of the page: reading it slowly holds up whoever sends it. */
async function findLargeFile(site: Dashboards): Promise<string> {
  const { host, ...target } = targetOf(site, "direct");
  const read = (path: string) => trySend({ ...target, path, headers: { host } });
  const names = new Set((await read("/login")).body.match(/\/_next\/static\/[^"\\]+\.js/g));
  const files = await Promise.all(
    [...names].map(async (path) => ({ path, size: (await read(path)).body.length })),
  );
  return files.sort((a, b) => b.size - a.size)[0]?.path ?? "";
}

/** Of readers fewer: each holds megabytes in the buffers of this machine. */
const counts = { head: 200, body: 200, reader: 60 };

/** Thirty honest people, one after the other: how long the slowest of them waited. */
async function slowestHonest(site: Dashboards, way: Way): Promise<number> {
  const { host, ...target } = targetOf(site, way);
  let slowest = 0;
  for (let index = 0; index < 30; index++) {
    const localAddress = `127.0.7.${index + 1}`;
    const answer = await trySend({ ...target, localAddress, path: "/login", headers: { host } });
    expect(answer.status).toBe(200);
    slowest = Math.max(slowest, answer.ms);
  }
  return slowest;
}

for (const way of ["direct", "nginx"] as const) {
  test(`${way}: hundreds of slow heads, bodies and readers keep nobody waiting, and slow senders are cut off (R-17)`, async ({
    site,
  }) => {
    const cleanups = makeCleanups();
    try {
      const paths = { head: "/login", body: "/api/csp-report", reader: await findLargeFile(site) };
      const start = (kind: SlowKind, index: number) => {
        const from = { ...targetOf(site, way), localAddress: `127.0.6.${index + 1}` };
        return cleanups.keep(startSlowClients(from, kind, counts[kind], paths[kind]));
      };
      const kinds = ["head", "body", "reader"] as const;
      const [heads, bodies] = await Promise.all(kinds.map(start));
      const slowest = await slowestHonest(site, way);
      process.stdout.write(
        `${way}: beside 460 slow clients the slowest of 30 pages took ${Math.round(slowest)} ms.\n`,
      );
      expect(slowest).toBeLessThan(3_000);
      // Node looks every 30 s for heads older than 10 s and requests older than 20 s.
      await expect.poll(() => heads?.open(), { timeout: 45_000 }).toBe(0);
      if (way === "direct") await expect.poll(() => bodies?.open(), { timeout: 55_000 }).toBe(0);
      // A dashboard hears of none of nginx's: it waits for them itself, a hundred of one address at a time.
      else expect(bodies?.said().match(/HTTP\/1\.1 429 /g)?.length).toBeGreaterThanOrEqual(100);
    } finally {
      await cleanups.run();
    }
  });
}
