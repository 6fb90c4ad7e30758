/** `npm run worker`: sends mail and notices, reminds of expiries, cleans up. Ends in order on SIGTERM. */
import { createServer, type Server } from "node:http";
import { runService } from "@/bin/process/cleanups";
import { listen } from "@/bin/process/ports";
import { env } from "@/lib/core/env";
import { logAs } from "@/lib/core/log";
import { orgUrl } from "@/lib/orgs/org-url";
import { checkDltTemplates } from "@/lib/sms/dlt-templates";
import { type RunningWorker, startWorker } from "@/lib/worker/start-worker";
import { openWorkerMetrics } from "@/lib/worker/worker-metrics";

runService(async () => {
  const { SMTP_URL, WORKER_PORT, WORKER_METRICS_PORT, METRICS_HOST, ...rest } = env();
  if (!SMTP_URL)
    throw new Error("Keydesk's worker cannot start: SMTP_URL is missing; it is where mail goes.");
  // What mails and SMS need must be known before the first of them.
  orgUrl({ id: "razorpay" });
  checkDltTemplates();
  const log = logAs("worker");
  const metrics =
    WORKER_METRICS_PORT === undefined
      ? undefined
      : await openWorkerMetrics({ host: METRICS_HOST, port: WORKER_METRICS_PORT });
  const worker = startWorker({ ...rest, SMTP_URL });
  const health = WORKER_PORT === undefined ? undefined : await openHealth(WORKER_PORT, worker);
  const stop = () => {
    health?.close();
    metrics?.close();
    return worker.stop();
  };
  return { log, stop };
});

/** `GET /healthz` on loopback: 200 while the outbox is being read. */
async function openHealth(port: number, worker: RunningWorker): Promise<Server> {
  const server = createServer((request, response) => {
    const status = request.url === "/healthz" ? (worker.isHealthy() ? 200 : 503) : 404;
    response.writeHead(status, { "content-type": "text/plain" }).end(`${status}\n`);
  });
  await listen(server, port);
  return server;
}
