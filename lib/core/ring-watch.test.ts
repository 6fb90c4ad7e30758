import { expect, test, vi } from "vitest";
import type { RingTrouble } from "./fingerprints";
import { RingWatch } from "./ring-watch";

const nothing: RingTrouble = { differing: [], lacking: [] };

function aWatch(answers: (RingTrouble | Error)[]) {
  const firsts: boolean[] = [];
  const refused: RingTrouble[] = [];
  const told: string[][] = [];
  const watch = new RingWatch({
    read: async (isFirst) => {
      firsts.push(isFirst);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer ?? nothing;
    },
    refuse: (trouble) => refused.push(trouble),
    tell: (sentences) => told.push(sentences),
    againMs: 5,
  });
  return { watch, firsts, refused, told };
}

test("a database that is away at the start refuses nothing; it is compared when it is back (R-21)", async () => {
  const differing = { differing: ["A differs."], lacking: [] };
  const { watch, firsts, refused } = aWatch([new Error("away"), new Error("away"), differing]);
  expect(await watch.start()).toBeNull();
  expect(watch.trouble).toMatch(/not been compared/);
  await vi.waitFor(() => expect(refused).toEqual([differing]));
  expect(firsts.slice(0, 3)).toEqual([true, true, true]);
  expect(watch.trouble).toBe("A differs.");
  watch.stop();
});

test("what comes later ends no process: it is said once, and a difference makes it not ready", async () => {
  const lacking = { differing: [], lacking: ["A lacks b."] };
  const differing = { differing: ["A differs."], lacking: [] };
  const { watch, refused, told } = aWatch([nothing, lacking, lacking, differing, nothing]);
  await watch.start();
  expect([watch.trouble, watch.warning]).toEqual([null, null]);
  await vi.waitFor(() => expect(told).toEqual([["A lacks b."], ["A differs."]]));
  expect(refused).toEqual([]);
  await vi.waitFor(() => expect(watch.trouble).toBeNull());
  watch.stop();
});
