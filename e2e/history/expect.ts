/**
 * One run, and what is expected of it: merchants change keys, clients ask about them, and one thing after another goes
 * wrong. What a failed one needs to be understood is left beside the test's results.
 */
import { writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "playwright/test";
import { isAlive } from "@/bin/process/is-alive";
import type { Authorizers } from "@/e2e/stacks/authorizers";
import { anActor } from "@/lib/testing/people";
import { checkHistory } from "./check";
import { Clients } from "./clients";
import { inject, injections } from "./faults";
import { emptyHistory, type Facts, type History } from "./history";
import { Lane } from "./lane";
import { chooseSeed, makeRandom, type Random } from "./random";
import { Submitter } from "./submit";

const roamers = 4;

/** Longer than recovery may take, so that every quiet time has a part in which nothing is excused. */
const quietMs = { from: 2_600, to: 3_200 };

export async function expectLegalHistory(all: Authorizers, name: string): Promise<void> {
  const seed = chooseSeed();
  console.log(`${name}: KEYDESK_SEED=${seed}`);
  const history = await runHistory(all, seed);
  const { violations, judged } = checkHistory(history);
  const { verifies, changes, faults } = history;
  const counts = {
    ...judged,
    verifies: verifies.length,
    unavailable: verifies.filter(({ status }) => status === 503).length,
    changes: changes.length,
    unknown: changes.filter(({ outcome }) => outcome === "unknown").length,
  };
  console.log(`${name}: ${JSON.stringify(counts)}`);
  if (violations.length > 0) {
    const file = test.info().outputPath("history.json");
    writeFileSync(file, JSON.stringify({ seed, ...history }));
    console.log(`${name}: all of it is in ${file}`);
  }
  expect(violations.slice(0, 20), `KEYDESK_SEED=${seed}`).toEqual([]);
  // A run that asks nothing proves nothing.
  expect(judged.mustFail).toBeGreaterThan(500);
  expect(judged.mustPass).toBeGreaterThan(2_000);
  expect(faults.length).toBe(injections.length);
  expect([isAlive(all.a.pid), isAlive(all.b.pid)], "R-8").toEqual([true, true]);
}

async function runHistory(all: Authorizers, seed: number): Promise<History> {
  const random = makeRandom(seed);
  const history = emptyHistory();
  let isStopped = false;
  const clients = new Clients(all, history, random.fork("clients"));
  const lanes = await makeLanes(history, clients, random.fork("lanes"), () => isStopped);
  const running = lanes.map((lane) => lane.run());
  // A lane's failure is thrown at the end; until then it must not end the process.
  for (const one of running) one.catch(() => undefined);
  clients.probe();
  for (let count = 0; count < roamers; count++) clients.roam();
  try {
    await sleep(2_000);
    for (const injection of random.shuffle(injections)) {
      const [name] = injection;
      history.faults.push(await inject(injection, all, random.fork(name)));
      await sleep(random.between(quietMs.from, quietMs.to));
      history.badSnapshots.push(...(await findDoubles(all, name)));
    }
  } finally {
    isStopped = true;
    await Promise.allSettled(running);
    // The watchers of the last change still ask until its time is over.
    await sleep(1_500);
    await clients.stop();
  }
  await Promise.all(running);
  history.badSnapshots.push(...(await findDoubles(all, "the end", "<> 1")));
  history.facts = await readFacts(all);
  return history;
}

/** Three merchants, one of each brand, in both modes. */
async function makeLanes(
  history: History,
  clients: Clients,
  random: Random,
  isStopped: () => boolean,
): Promise<Lane[]> {
  const actors = await Promise.all(
    (["razorpay", "curlec", "axis"] as const).map((org) =>
      anActor({ org, mobile: true, otp: true, isTwoStepOn: true }),
    ),
  );
  return actors.flatMap((actor) => {
    const submitter = new Submitter(history, actor, isStopped);
    return (["test", "live"] as const).map((mode) => {
      const own = random.fork(`${actor.org.id} ${mode}`);
      return new Lane(actor, mode, submitter, clients, own);
    });
  });
}

/** The merchants' modes that have more than one current key; with "<> 1", also those that have none. */
async function findDoubles({ postgres }: Authorizers, when: string, wrong = "> 1") {
  const rows = await postgres.query<{ what: string }>(`
    select concat_ws(' ', merchant_id, mode, count(*) filter (where replaced_at is null)) as what
    from api_keys group by org_id, merchant_id, mode
    having count(*) filter (where replaced_at is null) ${wrong}`);
  return rows.map(({ what }) => `after ${when}: ${what}`);
}

async function readFacts({ postgres }: Authorizers): Promise<Facts> {
  const keys = await postgres.query<Facts["keys"][number]>(`
    select key_id as "keyId", concat_ws(' ', key_id, merchant_id, mode, org_id) as identity,
      request_id as "requestId" from api_keys`);
  const audits = await postgres.query<Facts["audits"][number]>(`
    select request_id as "requestId", event, coalesce(key_id, '') as "keyId"
    from audit_events where event like 'key.%' and outcome = 'ok'`);
  return { keys, audits };
}
