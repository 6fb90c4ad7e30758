import { Agent } from "node:http";
import { describe, expect, test } from "vitest";
import { mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { anAuthorizer, ask } from "@/lib/testing/authorizer";
import { basic } from "@/lib/testing/basic";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { FailureLimit, Lane } from "./failure-limit";

/** Runs the jobs, a limited number at a time. */
async function inParallel<T>(width: number, jobs: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < jobs.length; index = next++) {
      const job = jobs[index];
      if (job) results[index] = await job();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}

describe("many failures (A-11)", () => {
  test("10,000 wrong secrets for one id: the right one passes every time in between", async () => {
    const authorizer = await anAuthorizer({ AUTHORIZER_FAILURES_PER_MINUTE: "100" });
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const key = await aKey(await anActor());
    const wrong = { ...key, secret: mintCredentials(orgs.razorpay, "test").secret };
    const jobs = Array.from({ length: 10_000 }, (_, index) => async () => {
      const bad = await ask(`${authorizer.url}/authorize`, wrong, "GET", agent);
      if (index % 20 !== 0) return [bad.status];
      const good = await ask(`${authorizer.url}/authorize`, key, "GET", agent);
      return [bad.status, good.status];
    });
    const answers = await inParallel(16, jobs);
    expect(new Set(answers.map(([bad]) => bad))).toEqual(new Set([401]));
    const good = answers.filter((pair) => pair.length === 2).map((pair) => pair[1]);
    expect(good).toHaveLength(500);
    expect(new Set(good)).toEqual(new Set([204]));
    const metrics = await ask(`${authorizer.url}/metrics`, []);
    expect(metrics.body).toMatch(/authorizer_failure_limits_total 1\n/);
    agent.destroy();
    await authorizer.stop();
  });

  test("after many made-up ids from one network, an unused key still passes from there", async () => {
    const authorizer = await anAuthorizer({
      AUTHORIZER_FAILURES_PER_MINUTE: "50",
      AUTHORIZER_TRUSTED_HOPS: "1",
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 4 });
    const actor = await anActor();
    const keys = [await aKey(actor), await aKey(actor, "live")];
    const jobs = Array.from({ length: 1_000 }, (_, index) => async () => {
      const key = index === 500 ? keys[0] : index === 900 ? keys[1] : undefined;
      const given = key ?? mintCredentials(orgs.axis, "live");
      const headers = ["authorization", basic(given), "x-forwarded-for", "203.0.113.7"];
      return (await ask(`${authorizer.url}/authorize`, headers, "GET", agent)).status;
    });
    const statuses = await inParallel(4, jobs);
    expect([statuses[500], statuses[900]]).toEqual([204, 204]);
    expect(statuses.filter((status) => status === 401)).toHaveLength(998);
    expect((await ask(`${authorizer.url}/metrics`, [])).body).toMatch(/failure_limits_total 1\n/);
    agent.destroy();
    await authorizer.stop();
  });

  test("are counted by subject, reported once, and reset after a minute", () => {
    const told: string[] = [];
    const limit = new FailureLimit(3, (subject) => told.push(subject));
    for (let count = 0; count < 10; count++) limit.count("a", 1_000);
    limit.count("b", 1_000);
    expect(told).toEqual(["a"]);
    expect([limit.isReached("a", 2_000), limit.isReached("b", 2_000)]).toEqual([true, false]);
    expect(limit.isReached("a", 62_000)).toBe(false);
  });
});

describe("the slow lane", () => {
  test("runs a limited number at a time, in order, and refuses what would wait too long", async () => {
    const lane = new Lane(2, 3);
    const running: (() => void)[] = [];
    let most = 0;
    const work = () =>
      lane.run(async () => {
        await new Promise<void>((done) => running.push(done));
        return running.length;
      });
    const all = Array.from({ length: 6 }, work).map((job) => job.catch((error) => error.name));
    for (let round = 0; round < 6; round++) {
      most = Math.max(most, running.length);
      running.shift()?.();
      await new Promise(setImmediate);
    }
    const results = await Promise.all(all);
    expect(most).toBe(2);
    expect(results.filter((result) => result === "Unavailable")).toHaveLength(1);
  });
});
