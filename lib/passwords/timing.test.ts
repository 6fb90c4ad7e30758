/** The time of an answer must not show whether an address has an account (L-7, O-16). */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { orgs } from "@/lib/orgs/orgs";
import { aMember, testClient } from "@/lib/testing/people";
import { signUp } from "@/lib/users/sign-up";
import { requestReset } from "./request-reset";

const org = orgs.razorpay;

type Ask = (email: string) => Promise<void>;

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const most = { milliseconds: 20_000, share: 0.05, difference: 10 };

/**
 * Asks for known and unknown addresses in turn, each address once, so that no limit is reached. Their medians must come
 * within 5 %, 10 ms or the spread of the samples. Other work on the machine only adds noise, which more rounds even
 * out; a real difference stays. Ends after 20 seconds.
 */
async function expectAlike(ask: Ask, leastRounds: number) {
  await ask(`warm-up-${randomUUID()}@tests.test`);
  const times = { known: [] as number[], unknown: [] as number[] };
  const orders = [["known", "unknown"] as const, ["unknown", "known"] as const];
  const endsAt = performance.now() + most.milliseconds;
  let known = 0;
  let unknown = 0;
  for (let round = 1; round <= leastRounds || performance.now() < endsAt; round++) {
    const addresses = {
      known: (await aMember()).email,
      unknown: `nobody-${randomUUID()}@tests.test`,
    };
    for (const name of orders[round % 2] ?? []) {
      const startedAt = performance.now();
      await ask(addresses[name]);
      times[name].push(performance.now() - startedAt);
    }
    [known, unknown] = [median(times.known), median(times.unknown)];
    if (round >= leastRounds && Math.abs(known - unknown) <= toleranceOf(times.unknown)) break;
  }
  const [k, u] = [known.toFixed(1), unknown.toFixed(1)];
  process.stdout.write(`  known ${k} ms, unknown ${u} ms, ${times.known.length} rounds\n`);
  expect(Math.abs(known - unknown)).toBeLessThanOrEqual(toleranceOf(times.unknown));
}

/** A difference smaller than the samples' own spread cannot be seen either. */
function toleranceOf(times: number[]): number {
  const middle = median(times);
  const spread = median(times.map((time) => Math.abs(time - middle)));
  return Math.max(most.difference, middle * most.share, spread);
}

test("signing up with a known address takes as long as with an unknown one", async () => {
  const rest = {
    businessName: "Gravel & Sons",
    name: "Neha Iyer",
    password: "lantern voyage pump",
  };
  await expectAlike((email) => signUp(org, { ...rest, email }, "browser", testClient), 4);
}, 120_000);

test("asking for a reset of a known address takes as long as of an unknown one", async () => {
  await expectAlike((email) => requestReset(org, { email }, testClient), 40);
});
