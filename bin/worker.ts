/**
 * `npm run worker`: sends mail and notices, reminds of expiries, cleans up, ships the heads of the audit trail. Ends in
 * order on SIGTERM.
 */
import { createServer, type Server } from "node:http";
import { runService } from "@/bin/process/cleanups";
import { close, listen } from "@/bin/process/ports";
import { shippingOf } from "@/lib/audit/ship-heads";
import { readWorkerConfiguration } from "@/lib/configuration/read-configuration";
import { insecureWarnings } from "@/lib/core/insecure";
import { listenError } from "@/lib/core/listen-trouble";
import { logAs } from "@/lib/core/log";
import { watchSecrets } from "@/lib/secrets/watch-secrets";
import { startWorker } from "@/lib/worker/start-worker";
import { openWorkerMetrics } from "@/lib/worker/worker-metrics";

runService(async () => {
  const env = await readWorkerConfiguration(process.env);
  const { WORKER_PORT, WORKER_METRICS_PORT, METRICS_HOST } = env;
  let isHealthy = () => false;
  // Before anything is sent: who cannot be asked how it is shall not run.
  const health =
    WORKER_PORT === undefined ? null : await openHealth(WORKER_PORT, () => isHealthy());
  const log = logAs("worker");
  for (const why of insecureWarnings(env)) log.warn({ why }, "not safe");
  const metrics =
    WORKER_METRICS_PORT === undefined
      ? null
      : await openMetrics(
          { host: METRICS_HOST, port: WORKER_METRICS_PORT },
          shippingOf(env) !== null,
        );
  // It ends the process if they differ: a mail's link must fit what the dashboard has stored.
  await watchSecrets().start();
  const worker = startWorker(env);
  isHealthy = worker.isHealthy;
  const stop = async () => {
    if (health) await close(health);
    metrics?.close();
    watchSecrets().stop();
    await worker.stop();
  };
  return { log, stop };
});

/** `GET /healthz` on loopback: 200 while the outbox is being read. */
async function openHealth(port: number, isHealthy: () => boolean): Promise<Server> {
  const server = createServer((request, response) => {
    const status = request.url === "/healthz" ? (isHealthy() ? 200 : 503) : 404;
    response.writeHead(status, { "content-type": "text/plain" }).end(`${status}\n`);
  });
  await listen(server, port).catch((error) => {
    throw listenError(error, { port: "WORKER_PORT" });
  });
  return server;
}

function openMetrics(...given: Parameters<typeof openWorkerMetrics>) {
  return openWorkerMetrics(...given).catch((error) => {
    throw listenError(error, { port: "WORKER_METRICS_PORT", host: "METRICS_HOST" });
  });
}
