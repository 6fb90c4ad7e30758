/** One run: merchants change keys, clients ask about them, and one thing after another goes wrong. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Authorizers } from "@/e2e/stacks/authorizers";
import type { Mode } from "@/lib/core/mode";
import { anActor } from "@/lib/testing/people";
import { Clients } from "./clients";
import { inject, injections } from "./faults";
import { emptyHistory, type Facts, type History } from "./history";
import { Lane } from "./lane";
import { makeRandom, type Random } from "./random";
import { Submitter } from "./submit";

export interface Run {
  history: History;
  /** Requests that found their kept-alive connection closed and were sent again. */
  resent: number;
}

const modes: Mode[] = ["test", "live"];
const brands = ["razorpay", "curlec", "axis"] as const;
const roamers = 4;

/** Longer than recovery may take, so that every quiet time has a part in which nothing is excused. */
const quietMs = { from: 2_600, to: 3_200 };

export async function runHistory(all: Authorizers, seed: number): Promise<Run> {
  const random = makeRandom(seed);
  const history = emptyHistory();
  let isStopped = false;
  const clients = new Clients(all, history, random.fork("clients"));
  const lanes = await makeLanes(history, clients, random.fork("lanes"), () => isStopped);
  const running = lanes.map((lane) => lane.run(() => isStopped));
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
  return { history, resent: clients.resent };
}

/** Three merchants, one of each brand, in both modes. */
async function makeLanes(
  history: History,
  clients: Clients,
  random: Random,
  isStopped: () => boolean,
): Promise<Lane[]> {
  const actors = await Promise.all(
    brands.map((org) => anActor({ org, mobile: true, otp: true, isTwoStepOn: true })),
  );
  return actors.flatMap((actor) => {
    const submitter = new Submitter(history, actor, isStopped);
    return modes.map((mode) => {
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
