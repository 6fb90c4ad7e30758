import cluster from "node:cluster";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type pino from "pino";
import type { AuthorizerEnv } from "@/lib/core/authorizer-env";
import { describeDatabaseTrouble } from "@/lib/core/database-trouble";
import { refuseDiffering } from "@/lib/core/fingerprints";
import { insecureWarnings } from "@/lib/core/insecure";
import { listenError } from "@/lib/core/listen-trouble";
import { readTls, type TlsMaterial } from "@/lib/core/tls-files";
import { Authorizer } from "./authorizer";
import { ChangeFeed } from "./change-feed";
import { FailureLimit, Lane } from "./failure-limit";
import { KeyCache } from "./key-cache";
import { Metrics } from "./metrics";
import { Proofs } from "./proof";
import { KeyReader } from "./read-key";
import { makeServer } from "./server";
import { speakForAll } from "./speak-for-all";
import { describeTls, reloadTls, type Server, warnOfEnd } from "./tls";
import { UsageCounter } from "./usage-counter";
import { UsageWriter } from "./usage-writer";
import { watchPeppers } from "./watch-peppers";
import { withDeadline } from "./with-deadline";

export interface RunningAuthorizer {
  url: string;
  /**
   * Reports not ready and keeps answering for the drain time, then finishes open requests, writes the usage and ends.
   * So no request fails in a rolling restart.
   */
  stop(): Promise<void>;
  /**
   * Reads the files of certificates again; connections that stand go on. Files that do not do are told in the log, and
   * those from before stay. Undefined: it speaks plain HTTP.
   */
  reload?: () => void;
}

/** For networks that have reached the limit of failures: look-ups at a time, and waiting look-ups. */
const slowLaneOf = { width: 2, maxWaiting: 50 };
const hourMs = 3_600_000;
/** How long open requests may take after the server has stopped accepting connections. */
const lastRequestsMs = 5_000;

/**
 * Starts listening at once, even without a database; every answer is then 503. Throws `Misconfigured` if the database
 * knows another pepper by one of the ids.
 */
export async function startAuthorizer(
  env: AuthorizerEnv,
  log: pino.Logger,
): Promise<RunningAuthorizer> {
  const parts = assemble(env, log);
  const { feed, reader, peppers, writer, life } = parts;
  const tls = readTls(env);
  // Opens a connection ahead of the first request, too.
  const differing = await peppers.start();
  if (differing) refuseDiffering(differing);
  const server = serve(parts, env, { log, tls });
  await listen(server, env);
  life.isListening = true;
  feed.start();
  writer.start();
  const { port } = server.address() as AddressInfo;
  log.info({ port, host: env.AUTHORIZER_HOST, tls: describeTls(tls) }, "authorizer listens");
  for (const why of insecureWarnings(env)) log.warn({ why }, "not safe");
  if (tls) warnOfEnd(tls, log);

  async function stop(): Promise<void> {
    life.isDraining = true;
    await sleep(env.AUTHORIZER_DRAIN_SECONDS * 1000);
    await close(server);
    peppers.stop();
    await feed.stop();
    await writer.stop().catch((err) => log.error({ err }, "usage not written at the end"));
    await reader.stop();
    log.info("authorizer ended");
  }

  const url = `${tls ? "https" : "http"}://${env.AUTHORIZER_HOST}:${port}`;
  return { url, stop, ...(tls && { reload: () => reloadTls(server, env, log) }) };
}

function assemble(env: AuthorizerEnv, log: pino.Logger) {
  const connectionString = env.AUTHORIZER_DATABASE_URL;
  const life = { isListening: false, isDraining: false, limitsReached: 0 };
  const warn = quietly(log);
  // Processes behind one port share what may be asked of the database, and what counts as many failures.
  const share = (whole: number) => Math.ceil(whole / env.AUTHORIZER_PROCESSES);
  const reader = new KeyReader(connectionString, share(env.AUTHORIZER_POOL_SIZE));
  const cache = new KeyCache(env.AUTHORIZER_CACHE_KEYS, (keyId) => reader.read(keyId));
  const feed = new ChangeFeed(connectionString, {
    onChange: (keyId) => cache.forget(keyId),
    onListening: () => {
      cache.clear();
      log.info("listening for changes");
    },
    onTrouble: (err) => warn(err, "not listening for changes; every request reads the database"),
  });
  const usage = new UsageCounter((now) => Math.floor(feed.latestNow(now) / hourMs));
  const flushEveryMs = env.AUTHORIZER_FLUSH_SECONDS * 1000;
  const onTrouble = (err: unknown) => warn(err, "usage not written; it will be tried again");
  const writer = new UsageWriter({ connectionString, counter: usage, flushEveryMs, onTrouble });
  const onReached = (subject: string) => {
    life.limitsReached++;
    log.warn({ subject }, "many failures in a minute");
  };
  const perMinute = share(env.AUTHORIZER_FAILURES_PER_MINUTE);
  const limits = {
    keys: new FailureLimit(perMinute, onReached),
    networks: new FailureLimit(perMinute, onReached),
  };
  const onUnavailable = (err: unknown) => warn(err, "cannot know whether keys may pass");
  const peppers = watchPeppers(env, { reader, life, log });
  const proofs = new Proofs();
  const known = { peppers: env.KEY_PEPPERS, feed, cache, proofs };
  const slowLane = new Lane(share(slowLaneOf.width), share(slowLaneOf.maxWaiting));
  const authorizer = new Authorizer({ ...known, usage, limits, slowLane, onUnavailable });
  return { life, reader, peppers, cache, feed, usage, writer, authorizer };
}

type Assembled = ReturnType<typeof assemble>;

interface Serving {
  log: pino.Logger;
  tls: TlsMaterial | null;
}

function serve(parts: Assembled, env: AuthorizerEnv, { log, tls }: Serving): Server {
  const { life, reader, peppers, feed, authorizer } = parts;
  const findTrouble = async () => {
    if (life.isDraining) return "It is being stopped.";
    if (feed.isFresh(performance.now())) return peppers.trouble;
    return withDeadline(reader.check()).then(
      () => peppers.trouble,
      (error) => describe(error) ?? `The database cannot be asked: ${error.message}.`,
    );
  };
  const { AUTHORIZER_TOKEN: tokens, AUTHORIZER_TRUSTED_HOPS: trustedHops } = env;
  const metrics = measure(parts);
  const spoken = cluster.isWorker
    ? speakForAll(findTrouble, metrics)
    : { findTrouble, describeMetrics: () => metrics.describe() };
  const onBug = (err: unknown) => log.error({ err }, "a request could not be answered");
  const said = { ...spoken, warning: () => peppers.warning };
  return makeServer({ authorizer, metrics, tokens, trustedHops, life, ...said, onBug }, tls);
}

function measure({ life, reader, cache, feed, usage, writer, authorizer }: Assembled): Metrics {
  return new Metrics({
    hits: () => authorizer.hits,
    misses: () => authorizer.misses,
    cachedKeys: () => cache.size,
    waitingReads: () => reader.waiting,
    heartbeatAgeSeconds: () => feed.ageSeconds(performance.now()),
    flushLagSeconds: () => writer.lagSeconds(performance.now()),
    droppedCounts: () => usage.dropped,
    limitsReached: () => life.limitsReached,
  });
}

const describe = (error: unknown) => describeDatabaseTrouble(error, "AUTHORIZER_DATABASE_URL");

/** Logs the same warning at most once in five seconds, not for every request; says in words why, where that is known. */
function quietly(log: pino.Logger): (err: unknown, message: string) => void {
  const saidAt = new Map<string, number>();
  return (err, message) => {
    const now = performance.now();
    if (now - (saidAt.get(message) ?? Number.NEGATIVE_INFINITY) < 5_000) return;
    saidAt.set(message, now);
    const why = describe(err);
    log.warn({ ...(why && { why }), err }, message);
  };
}

function listen(server: Server, env: AuthorizerEnv): Promise<void> {
  return new Promise((done, fail) => {
    const variables = { port: "AUTHORIZER_PORT", host: "AUTHORIZER_HOST" };
    const refuse = (error: unknown) => fail(listenError(error, variables));
    server.once("error", refuse);
    server.listen(env.AUTHORIZER_PORT, env.AUTHORIZER_HOST, () => {
      server.off("error", refuse);
      done();
    });
  });
}

function close(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), lastRequestsMs);
  return new Promise((done) =>
    server.close(() => {
      clearTimeout(late);
      done();
    }),
  );
}
