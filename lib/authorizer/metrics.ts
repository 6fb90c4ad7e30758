import { AggregatorRegistry, Counter, Gauge, Registry } from "prom-client";
import { Latency } from "./latency";

/** Read when Prometheus asks, so that handling a request only increments plain numbers. */
export interface Readings {
  hits(): number;
  misses(): number;
  cachedKeys(): number;
  waitingReads(): number;
  heartbeatAgeSeconds(): number;
  flushLagSeconds(): number;
  droppedCounts(): number;
  limitsReached(): number;
}

export class Metrics {
  private readonly registry = new Registry();
  private allowed = 0;
  /** By verdict and reason, with a space between. */
  private readonly others = new Map<string, number>();
  private readonly latency: Latency;

  constructor(readings: Readings) {
    this.addAnswers();
    this.latency = new Latency(this.registry);
    for (const [name, help, read] of describeTotals(readings)) this.addTotal(name, help, read);
    for (const [name, help, read, aggregator] of describeGauges(readings))
      this.addGauge(name, help, read, aggregator);
  }

  count(verdict: string, reason: string, seconds: number): void {
    this.latency.observe(seconds);
    if (verdict === "allowed") {
      this.allowed++;
      return;
    }
    const name = `${verdict} ${reason}`;
    this.others.set(name, (this.others.get(name) ?? 0) + 1);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** In Prometheus's text form. */
  describe(): Promise<string> {
    return this.registry.metrics();
  }

  /** For `describeAll`, in a form that can be sent to another process. */
  handOver(): Promise<object[]> {
    return this.registry.getMetricsAsJSON();
  }

  /** What several processes handed over, as one: counts are added up, of ages the worst counts. */
  static describeAll(handedOver: object[][]): Promise<string> {
    return AggregatorRegistry.aggregate(handedOver).metrics();
  }

  private addAnswers(): void {
    const answers = (): [string, number][] => [["allowed ", this.allowed], ...this.others];
    new Counter({
      name: "authorizer_requests_total",
      help: "Answers by verdict, and why a key did not pass.",
      labelNames: ["verdict", "reason"],
      registers: [this.registry],
      collect() {
        this.reset();
        for (const [name, count] of answers()) {
          const [verdict = "", reason = ""] = name.split(" ");
          this.inc({ verdict, reason }, count);
        }
      },
    });
  }

  private addTotal(name: string, help: string, read: () => number): void {
    const collect = function (this: Counter) {
      this.reset();
      this.inc(read());
    };
    new Counter({ name, help, registers: [this.registry], collect });
  }

  private addGauge(name: string, help: string, read: () => number, aggregator: Aggregator): void {
    const collect = function (this: Gauge) {
      this.set(read());
    };
    new Gauge({ name, help, registers: [this.registry], aggregator, collect });
  }
}

type Reading = [name: string, help: string, read: () => number];

function describeTotals(readings: Readings): Reading[] {
  return [
    ["authorizer_cache_hits_total", "Requests decided from memory.", readings.hits],
    ["authorizer_cache_misses_total", "Requests that had to read the database.", readings.misses],
    [
      "authorizer_usage_dropped_total",
      "Usage counts lost for want of room.",
      readings.droppedCounts,
    ],
    [
      "authorizer_failure_limits_total",
      "Keys and networks that came to the limit of failures in a minute.",
      readings.limitsReached,
    ],
  ];
}

type Aggregator = "sum" | "max";

function describeGauges(readings: Readings): [...Reading, Aggregator][] {
  return [
    ["authorizer_cached_keys", "Keys and unknown ids in memory.", readings.cachedKeys, "sum"],
    ["authorizer_waiting_reads", "Reads that wait for a connection.", readings.waitingReads, "sum"],
    [
      "authorizer_heartbeat_age_seconds",
      "Age of the youngest heartbeat heard; above 1 the cache is not used.",
      readings.heartbeatAgeSeconds,
      "max",
    ],
    [
      "authorizer_flush_lag_seconds",
      "Age of the oldest usage count not written yet.",
      readings.flushLagSeconds,
      "max",
    ],
    [
      "process_resident_memory_bytes",
      "Memory of the process.",
      () => process.memoryUsage.rss(),
      "sum",
    ],
  ];
}
