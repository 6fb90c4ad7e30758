import { Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { Latency } from "./latency";
import { Metrics } from "./metrics";

const none = () => 0;
const readings = {
  hits: none,
  misses: none,
  cachedKeys: none,
  waitingReads: none,
  heartbeatAgeSeconds: none,
  flushLagSeconds: none,
  droppedCounts: none,
  limitsReached: none,
};

test("the latency is written as prom-client's own histogram writes it", async () => {
  const [ours, theirs] = [new Registry(), new Registry()];
  const latency = new Latency(ours);
  const histogram = new Histogram({
    name: "authorizer_request_seconds",
    help: "Time from a request's headers to its answer.",
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
    registers: [theirs],
  });
  expect(await ours.metrics()).toBe(await theirs.metrics());
  for (const seconds of [0, 0.0001, 0.00011, 0.003, 0.003, 0.9, 1, 7]) {
    latency.observe(seconds);
    histogram.observe(seconds);
  }
  expect(await ours.metrics()).toBe(await theirs.metrics());
});

test("answers are counted by verdict and cause", async () => {
  const metrics = new Metrics(readings);
  for (let count = 0; count < 3; count++) metrics.count("allowed", "", 0.001);
  metrics.count("denied", "expired", 0.001);
  metrics.count("unavailable", "", 0.4);
  const text = await metrics.describe();
  expect(text).toContain('authorizer_requests_total{verdict="allowed",reason=""} 3\n');
  expect(text).toContain('authorizer_requests_total{verdict="denied",reason="expired"} 1\n');
  expect(text).toContain('authorizer_requests_total{verdict="unavailable",reason=""} 1\n');
  expect(text).toContain("authorizer_request_seconds_count 5\n");
});
