/** Whether an address has an account must not show in the time of an answer (L-7, O-16). */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { median } from "@/bench/load/rounds";
import { orgs } from "@/lib/orgs/orgs";
import { aMember, testClient } from "@/lib/testing/people";
import { signUp } from "@/lib/users/sign-up";
import { requestReset } from "./request-reset";

const org = orgs.razorpay;
const bound = { milliseconds: 3, share: 0.05 };
/** How rarely rounds without a difference may look as if they had one. */
const mostChance = 0.02;

type Ask = (email: string) => Promise<unknown>;

/**
 * Asks about one known and one unknown address a round, each address once, so that no limit is met; every other round
 * the other way around. All rounds decide: the times differ if more of them than chance explains have a difference
 * beyond the bound, all in the same direction. A round that other work on this machine disturbed is one round only.
 */
async function compareTimes(ask: Ask, rounds: number) {
  await ask(`warm-up-${randomUUID()}@tests.test`);
  const times = { known: [] as number[], unknown: [] as number[] };
  const orders = [["known", "unknown"] as const, ["unknown", "known"] as const];
  for (let round = 0; round < rounds; round++) {
    const addresses = {
      known: (await aMember()).email,
      unknown: `nobody-${randomUUID()}@tests.test`,
    };
    for (const name of orders[round % 2] ?? []) {
      const startedAt = performance.now();
      await ask(addresses[name]);
      times[name].push(performance.now() - startedAt);
    }
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const differences = times.known.map((time, round) => time - (times.unknown[round] ?? 0));
  const [k, u, d] = [known, unknown, median(differences)].map((value) => value.toFixed(1));
  process.stdout.write(`  known ${k} ms, unknown ${u} ms, difference ${d} ms, ${rounds} rounds\n`);
  const tolerance = Math.max(bound.milliseconds, unknown * bound.share);
  const slower = differences.filter((difference) => difference > tolerance).length;
  const faster = differences.filter((difference) => difference < -tolerance).length;
  return chanceOf(Math.max(slower, faster), rounds) < mostChance ? "different" : "alike";
}

/** How probable it is that at least so many of all coin tosses show the same given side. */
function chanceOf(least: number, all: number): number {
  let [ways, sum] = [1, 0];
  for (let count = 0; count <= all; count++) {
    if (count >= least) sum += ways;
    ways = (ways * (all - count)) / (count + 1);
  }
  return sum / 2 ** all;
}

const askReset: Ask = (email) => requestReset(org, { email }, testClient);

test("signing up with a known address takes as long as with an unknown one", async () => {
  const rest = {
    businessName: "Gravel & Sons",
    name: "Neha Iyer",
    password: "lantern voyage pump",
  };
  const ask: Ask = (email) => signUp(org, { ...rest, email }, "browser", testClient);
  expect(await compareTimes(ask, 11)).toBe("alike");
}, 120_000);

test("asking for a reset of a known address takes as long as of an unknown one", async () => {
  expect(await compareTimes(askReset, 100)).toBe("alike");
}, 60_000);

test.each([
  ["a known", (email: string) => !email.startsWith("nobody-")],
  ["an unknown", (email: string) => email.startsWith("nobody-")],
])(
  "the comparison finds the few milliseconds that %s address takes longer",
  async (_, isSlow) => {
    const ask: Ask = async (email) => {
      await askReset(email);
      if (isSlow(email)) await sleep(8);
    };
    expect(await compareTimes(ask, 100)).toBe("different");
  },
  60_000,
);

test("chance explains half of the rounds, and not nearly all of them", () => {
  expect(chanceOf(0, 15)).toBe(1);
  expect(chanceOf(8, 15)).toBe(0.5);
  expect(chanceOf(12, 15)).toBeCloseTo(0.0176, 4);
  expect(chanceOf(15, 15)).toBe(2 ** -15);
});
