/** Whether an address has an account must not show in the time of an answer (L-7, O-16). */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { orgs } from "@/lib/orgs/orgs";
import { aMember, testClient } from "@/lib/testing/people";
import { requestReset } from "./request-reset";
import { signUp } from "./sign-up";

const org = orgs.razorpay;

type Ask = (email: string) => Promise<void>;

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Medians of known and unknown addresses, asked for in turn; each address once, so that no limit is met. */
async function measure(ask: Ask, rounds: number) {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const addresses = {
      known: (await aMember()).email,
      unknown: `nobody-${randomUUID()}@tests.test`,
    };
    for (const name of round % 2
      ? (["known", "unknown"] as const)
      : (["unknown", "known"] as const)) {
      const startedAt = performance.now();
      await ask(addresses[name]);
      times[name].push(performance.now() - startedAt);
    }
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  return { known, unknown, difference: Math.abs(known - unknown) };
}

/** 5 % or 10 ms; on a crowded machine the second of two measurements may be the quiet one. */
async function expectAlike(ask: Ask, rounds: number) {
  await ask(`warm-up-${randomUUID()}@tests.test`);
  for (const isLast of [false, true]) {
    const { known, unknown, difference } = await measure(ask, rounds);
    const tolerance = Math.max(10, unknown * 0.05);
    process.stdout.write(`  known ${known.toFixed(1)} ms, unknown ${unknown.toFixed(1)} ms\n`);
    if (difference <= tolerance) return;
    if (isLast) expect(difference).toBeLessThanOrEqual(tolerance);
  }
}

test("signing up with a known address takes as long as with an unknown one", async () => {
  const rest = {
    businessName: "Gravel & Sons",
    name: "Neha Iyer",
    password: "lantern voyage pump",
  };
  await expectAlike((email) => signUp(org, { ...rest, email }, "browser", testClient), 5);
});

test("asking for a reset of a known address takes as long as of an unknown one", async () => {
  await expectAlike((email) => requestReset(org, { email }, testClient), 60);
});
