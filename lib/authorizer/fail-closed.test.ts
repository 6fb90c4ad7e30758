/** Whatever is missing, late or broken, the authorizer's answer is no, and the next request is answered well (A-6). */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { close, listen } from "@/bin/process/ports";
import { type Credentials, hashSecret, mintCredentials } from "@/lib/api-keys/secret";
import { orgs } from "@/lib/orgs/orgs";
import { askOnce } from "@/lib/testing/authorizer";
import { Authorizer } from "./authorizer";
import { FailureLimit, Lane } from "./failure-limit";
import { KeyCache } from "./key-cache";
import { Metrics } from "./metrics";
import { Proofs } from "./proof";
import { type FoundRow, toStoredKey } from "./read-key";
import { makeServer } from "./server";
import { UsageCounter } from "./usage-counter";

const peppers = { current: "k1", ring: new Map([["k1", randomBytes(32)]]) };
const key = mintCredentials(orgs.razorpay, "live");
const wrong = { ...key, secret: mintCredentials(orgs.razorpay, "live").secret };
const { secretHash, pepperId } = hashSecret(peppers, key.secret);
const asRead: FoundRow = [
  false,
  Date.now(),
  "razorpay",
  "mer_1",
  "live",
  secretHash,
  pepperId,
  0,
  null,
  null,
  false,
];

/** What happens at the step that is counted down to. */
let fault: () => unknown = () => undefined;
let stepsLeft = Number.POSITIVE_INFINITY;
let steps: string[] = [];
let row: unknown[] = asRead;
let isFresh = true;

/** The same object, every call of which is a step at which something can break. */
function breakable<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, property) {
      const value = Reflect.get(target, property);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        steps.push(`${name}.${String(property)}`);
        return --stepsLeft === 0 ? fault() : value.apply(target, given);
      };
    },
  });
}

const reader = breakable("reader", {
  read: async (keyId: string) => toStoredKey(keyId, row as FoundRow),
});
const cache = new KeyCache(10, (keyId) => reader.read(keyId));
const feed = { isFresh: () => isFresh, latestNow: () => Date.now() };
const ignore = () => undefined;
const nothing = () => 0;
const readings = {
  hits: nothing,
  misses: nothing,
  cachedKeys: nothing,
  waitingReads: nothing,
  heartbeatAgeSeconds: nothing,
  flushLagSeconds: nothing,
  droppedCounts: nothing,
  limitsReached: nothing,
};
const authorizer = new Authorizer({
  peppers: { ring: breakable("ring", peppers.ring) },
  feed: breakable("feed", feed),
  cache: breakable("cache", cache),
  proofs: breakable("proofs", new Proofs()),
  usage: breakable("usage", new UsageCounter(() => 0)),
  limits: {
    keys: breakable("limit of keys", new FailureLimit(1_000, ignore)),
    networks: breakable("limit of networks", new FailureLimit(1_000, ignore)),
  },
  slowLane: new Lane(2, 50),
  onUnavailable: ignore,
});
const metrics = breakable("metrics", new Metrics(readings));
const server = makeServer({
  authorizer: breakable("authorizer", authorizer),
  metrics,
  tokens: [],
  trustedHops: 1,
  life: { isDraining: false },
  findTrouble: async () => null,
  describeMetrics: () => metrics.describe(),
  warning: () => null,
  onBug: ignore,
});

let url = "";
beforeAll(async () => {
  url = `http://127.0.0.1:${await listen(server)}`;
});
afterAll(() => close(server));

const from = ["x-forwarded-for", "203.0.113.7"];
const basicOf = ({ keyId, secret }: Credentials) =>
  `Basic ${Buffer.from(`${keyId}:${secret}`).toString("base64")}`;
const ask = async (given: Credentials, path = "/authorize?mode=live") =>
  (await askOnce(url + path, ["authorization", basicOf(given), ...from])).status;

/** Forgets what is known; what is asked next is read, or taken from memory. */
async function prepare({
  known = false,
  stored = asRead,
}: {
  known?: boolean;
  stored?: unknown[];
}) {
  stepsLeft = Number.POSITIVE_INFINITY;
  [row, isFresh] = [asRead, true];
  cache.clear();
  if (known) expect(await ask(key)).toBe(204);
  row = stored;
  steps = [];
}

const dead = asRead.with(9, 1) as unknown[];
const cases: [
  what: string,
  given: Credentials,
  answer: number,
  Parameters<typeof prepare>[0],
  string?,
][] = [
  ["a right key in memory", key, 204, { known: true }],
  ["a right key that is read", key, 204, {}],
  ["a right key at whoami", key, 200, { known: true }, "/v1/whoami"],
  ["a wrong secret of a key in memory", wrong, 401, { known: true }],
  ["a wrong secret of a key that is read", wrong, 401, {}],
  ["a deactivated key", key, 401, { stored: dead }],
  ["an unknown key", key, 401, { stored: asRead.with(2, null) }],
  ["a secret with a typo", { ...key, secret: `${key.secret}x` }, 401, {}],
];

describe.each(cases)("%s", (_, given, answer, state, path) => {
  test("is refused whichever step throws, rejects, hangs or says nothing, and answered well afterwards", async () => {
    await prepare(state);
    expect(await ask(given, path)).toBe(answer);
    const all = [...steps];
    expect(all.length).toBeGreaterThan(3);
    for (const [index, step] of all.entries()) {
      const throwing = () => {
        throw new Error("planted");
      };
      const isRead = /^(?:reader\.read|cache\.load|authorizer\.decide)$/.test(step);
      const rejecting = async () => throwing();
      const hanging = () => new Promise(() => undefined);
      // A decision that never comes is held off by the reads below it, each with its deadline.
      const waits = isRead && step !== "authorizer.decide" ? [hanging] : [];
      for (const next of [throwing, ...(isRead ? [rejecting] : []), ...waits]) {
        await prepare(state);
        [fault, stepsLeft] = [next, index + 1];
        expect([401, 503], `${step} ${next.name}`).toContain(await ask(given, path));
        await prepare(state);
        expect(await ask(given, path), `after ${step}`).toBe(answer);
      }
    }
  });
});

describe("a row of which something is missing or no value passes nobody", () => {
  test.each(asRead.map((_, column) => column))("column %i", async (column) => {
    for (const value of [undefined, Number.NaN, "", {}, []]) {
      await prepare({ stored: asRead.with(column, value as never) });
      expect([401, 503], `${column} ${value}`).toContain(await ask(key));
    }
    await prepare({ stored: asRead.slice(0, column) });
    expect([401, 503]).toContain(await ask(key));
  });
});

test("an answer that cannot be written ends the connection and leaves nobody waiting", async () => {
  await prepare({ stored: asRead.with(3, "mer_1\r\nX-Mode: live") });
  await expect(ask(key)).rejects.toThrow("socket hang up");
  await prepare({});
  expect(await ask(key)).toBe(204);
});

test("a clock that says nothing passes no key whose end may have come", async () => {
  await prepare({ stored: asRead.with(9, Date.now() + 60_000) });
  expect(await ask(key)).toBe(204);
  row = dead;
  feed.latestNow = () => Number.NaN;
  expect(await ask(key)).toBe(401);
  feed.latestNow = () => Date.now();
});
