import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type Asker, FairQueue } from "./fair-queue";

const options = { places: 1, mostWaiting: 100, longestWaitMs: 10_000, halfLifeMs: 60_000 };
const busy = () => new Error("busy");

const from = (network: string): Asker => ({ network });
const by = (knownUser: string): Asker => ({ knownUser });

/** A queue whose one place is taken until `open` is called; what is asked for meanwhile tells its name when admitted. */
function aTakenQueue(more: Partial<typeof options> = {}) {
  const queue = new FairQueue({ ...options, ...more });
  let open: () => void = () => undefined;
  const gate = new Promise<void>((done) => {
    open = done;
  });
  const order: string[] = [];
  const all = [queue.run(from("gate"), busy, () => gate)];
  const ask = (asker: Asker, name: string) => {
    const answer = queue.run(asker, busy, async () => {
      order.push(name);
    });
    all.push(answer.catch(() => undefined));
    return answer;
  };
  const finish = async () => {
    open();
    await Promise.all(all);
    return order;
  };
  return { queue, ask, finish };
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("whose turn it is", () => {
  test("a network that floods waits behind every network that does not", async () => {
    const { ask, finish } = aTakenQueue();
    for (const n of times(20)) ask(from("flood"), `flood ${n}`);
    ask(from("a"), "a");
    ask(from("b"), "b");
    const order = await finish();
    expect(order.slice(0, 4)).toEqual(["a", "b", "flood 0", "flood 1"]);
  });

  test.each([
    ["counts against it", 60_000, ["seldom", "often"]],
    ["is forgotten", 5, ["often", "seldom"]],
  ])("what a network has used %s", async (_, halfLifeMs, expected) => {
    const { queue, ask, finish } = aTakenQueue({ places: 2, halfLifeMs });
    for (const n of times(3)) await ask(from("often"), `${n}`);
    await sleep(100);
    // The other place, too.
    const rest = queue.run(from("gate"), busy, () => sleep(50));
    ask(from("often"), "often");
    ask(from("seldom"), "seldom");
    await rest;
    expect((await finish()).slice(3)).toEqual(expected);
  });

  test("before anybody has used anything, networks that wait with less go first", async () => {
    const { ask, finish } = aTakenQueue();
    for (const n of times(10)) for (const _ of times(2)) ask(from(`${n}`), `flood ${n}`);
    ask(from("a"), "a");
    expect((await finish())[0]).toBe("a");
  });

  test("of equals, whoever came first", async () => {
    const { ask, finish } = aTakenQueue();
    const names = times(9).map(String);
    for (const name of names) ask(from(name), name);
    expect(await finish()).toEqual(names);
  });

  test("known users get every second place, however many strangers wait", async () => {
    const { ask, finish } = aTakenQueue();
    for (const n of times(6)) ask(from(`${n}`), `stranger ${n}`);
    for (const n of times(3)) ask(by(`${n}`), `known ${n}`);
    expect((await finish()).slice(0, 6)).toEqual([
      "known 0",
      "stranger 0",
      "known 1",
      "stranger 1",
      "known 2",
      "stranger 2",
    ]);
  });

  test("a known user who floods waits behind the other known users", async () => {
    const { ask, finish } = aTakenQueue();
    for (const n of times(9)) ask(by("flood"), `flood ${n}`);
    ask(by("asha"), "asha");
    expect((await finish())[0]).toBe("asha");
  });
});

describe("a full lane", () => {
  test("refuses the newest of whoever waits with most, and never the newcomer who waits with less", async () => {
    const { queue, ask, finish } = aTakenQueue({ mostWaiting: 5 });
    const last = times(5).map((n) => ask(from("flood"), `flood ${n}`))[4];
    ask(from("a"), "a");
    await expect(last).rejects.toThrow("busy");
    await expect(ask(from("flood"), "one more")).rejects.toThrow("busy");
    ask(by("asha"), "asha");
    expect(queue.figures).toEqual({ busy: 1, waiting: 6, refused: 2 });
    expect(await finish()).toEqual(expect.arrayContaining(["a", "asha", "flood 0"]));
    expect(queue.figures).toEqual({ busy: 0, waiting: 0, refused: 2 });
  });

  test("refuses a newcomer when nobody waits with more", async () => {
    const { ask, finish } = aTakenQueue({ mostWaiting: 3 });
    for (const n of times(3)) ask(from(`${n}`), `${n}`);
    await expect(ask(from("late"), "late")).rejects.toThrow("busy");
    expect(await finish()).toEqual(["0", "1", "2"]);
  });
});

test("a wait that is too long ends as busy, and the work never begins", async () => {
  const { ask, finish } = aTakenQueue({ longestWaitMs: 20 });
  await expect(ask(from("a"), "a")).rejects.toThrow("busy");
  expect(await finish()).toEqual([]);
});

test("work that fails gives its place back", async () => {
  const queue = new FairQueue(options);
  const fail = () => Promise.reject(new Error("failed"));
  await expect(queue.run(from("a"), busy, fail)).rejects.toThrow("failed");
  expect(await queue.run(from("a"), busy, async () => "done")).toBe("done");
});

test("as many work at once as there are places, and no more", async () => {
  const queue = new FairQueue({ ...options, places: 3 });
  let [atWork, most] = [0, 0];
  const work = async () => {
    most = Math.max(most, ++atWork);
    await sleep(2);
    atWork--;
  };
  await Promise.all(times(20).map((n) => queue.run(from(`${n % 4}`), busy, work)));
  expect([atWork, most]).toEqual([0, 3]);
});
