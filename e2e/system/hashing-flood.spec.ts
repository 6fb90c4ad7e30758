/**
 * Bad logins from fifty networks come at three times the rate that this machine's processors can hash. Whoever has the
 * right password gets in all the same, and soon (L-10).
 */
import { availableParallelism } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import bcrypt from "bcryptjs";
import { median } from "@/bench/load/rounds";
import { expect, withOwnStack } from "@/e2e/stacks/own-stack";
import { callAction } from "@/e2e/wire/call-action";
import { aKnownBrowser } from "@/lib/testing/devices";
import { aMember, type TestMember, testPassword } from "@/lib/testing/people";
import { deviceCookieName } from "@/lib/web/next-auth";

const networks = 50;
const times = 3;
const people = 14;
const longestMs = 15_000;
/** Until the flood has filled the queue. */
const fillMs = 8_000;
const gapMs = 1_500;

// Wide open, so that no limit by address keeps the flood from the hashing.
const test = withOwnStack({ env: { TRUSTED_PROXY_HOPS: "1", LOGINS_PER_MINUTE: "100000" } });

test.describe.configure({ timeout: 240_000 });

/** How many passwords all of this machine's processors hash in a second. */
function hashesPerSecond(): number {
  const hash = bcrypt.hashSync("any", 12);
  const took = Array.from({ length: 3 }, () => {
    const startedAt = performance.now();
    bcrypt.compareSync("another", hash);
    return performance.now() - startedAt;
  });
  return (availableParallelism() * 1_000) / Math.min(...took);
}

const logIn = (email: string, password: string, network: string, cookie?: string) =>
  callAction({
    action: "logInAction",
    fields: { email, password },
    headers: { "x-forwarded-for": network },
    cookie,
  });

const floodedNetwork = (index: number) => `203.0.113.${index % networks}`;

/** Every network in turn, until it is stopped. Returns how each bad login was answered, counted. */
function startFlood(perSecond: number, known: TestMember) {
  const answers: Record<string, number> = {};
  const all: Promise<void>[] = [];
  let sent = 0;
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) * perSecond) / 1_000;
    for (; sent < due; sent++) {
      const email = sent % 2 ? known.email : `nobody-${sent}@tests.test`;
      const call = logIn(email, "not the password", floodedNetwork(sent));
      const note = ({ state }: Awaited<typeof call>) => {
        const code = state?.status === "refused" ? state.code : `${state?.status}`;
        answers[code] = (answers[code] ?? 0) + 1;
      };
      all.push(call.then(note, () => undefined));
    }
  }, 20);
  return {
    stop: async () => {
      clearInterval(timer);
      const seconds = (performance.now() - startedAt) / 1_000;
      await Promise.all(all);
      return { sent, perSecond: sent / seconds, answers };
    },
  };
}

test("while bad logins from 50 networks come at three times the rate that the processors can hash, every honest login succeeds within 15 s", async () => {
  const members = await Promise.all(
    Array.from({ length: people }, () => aMember({ hasPassword: true })),
  );
  const rate = hashesPerSecond();
  const flood = startFlood(times * rate, await aMember({ hasPassword: true }));
  await sleep(fillMs);
  const honest = members.map(async (member, index) => {
    const { deviceCookie } = await aKnownBrowser(member);
    await sleep(index * gapMs);
    // Every other one is known, and behind one of the addresses that the flood is from.
    const { location, ms } =
      index % 2 === 0
        ? await logIn(member.email, testPassword, `198.51.100.${index}`)
        : await logIn(
            member.email,
            testPassword,
            floodedNetwork(index),
            `${deviceCookieName}=${deviceCookie}`,
          );
    return { location, ms };
  });
  const logins = await Promise.all(honest);
  const { sent, perSecond, answers } = await flood.stop();
  const took = logins.map(({ ms }) => ms);
  const [middle, worst] = [median(took), Math.max(...took)].map((ms) => (ms / 1_000).toFixed(1));
  process.stdout.write(
    `  ${rate.toFixed(1)} hashes/s on ${availableParallelism()} processors; ${sent} bad logins at ${perSecond.toFixed(1)}/s ${JSON.stringify(answers)}; ${people} honest logins: median ${middle} s, worst ${worst} s\n`,
  );
  expect(logins.map(({ location }) => location)).toEqual(members.map(() => "/"));
  expect(Math.max(...took)).toBeLessThan(longestMs);
  // The flood was one: most of it was never hashed.
  expect(perSecond).toBeGreaterThan(0.9 * times * rate);
  expect(answers.busy).toBeGreaterThan(sent / 4);
});
