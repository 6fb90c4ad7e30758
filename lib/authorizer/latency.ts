import type { Metric, Registry } from "prom-client";

/** Upper bounds in seconds. */
const buckets = [
  0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
];

const name = "authorizer_request_seconds";

/**
 * A histogram that costs a request two additions, and is written out when Prometheus asks. prom-client's own looks up
 * labels and makes objects for every observation.
 */
export class Latency {
  private readonly counts = new Float64Array(buckets.length + 1);
  private sum = 0;

  constructor(registry: Registry) {
    // A registry asks of a metric no more than its name and this method.
    registry.registerMetric({ name, get: async () => this.read() } as unknown as Metric);
  }

  observe(seconds: number): void {
    let bucket = 0;
    while (bucket < buckets.length && seconds > (buckets[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.sum += seconds;
  }

  private read() {
    let total = 0;
    const values: { metricName: string; labels: Record<string, string>; value: number }[] = [];
    for (const [index, count] of this.counts.entries()) {
      total += count;
      const le = `${buckets[index] ?? "+Inf"}`;
      values.push({ metricName: `${name}_bucket`, labels: { le }, value: total });
    }
    values.push({ metricName: `${name}_sum`, labels: {}, value: this.sum });
    values.push({ metricName: `${name}_count`, labels: {}, value: total });
    const help = "Time from a request's headers to its answer.";
    return { name, help, type: "histogram", values, aggregator: "sum" };
  }
}
