/** The load profile of SECURITY 2.1 at a fixed rate: how long answers take, and whether each is the right one. */

import { loadProfile, runLoad } from "@/bench/load/load";
import { connections } from "@/bench/load/wrk";
import { limitRow, milliseconds, type Row } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";

const rate = 500;
const full = { warmUp: 3, hold: 20 };
const coldEvery = 20;
const mostMs = 20;

export async function measureProfile(stage: Stage): Promise<Row[]> {
  const { databases, sets, options } = stage;
  const { url, stop } = await stage.startAuthorizer(databases.large);
  const pick = loadProfile({ ...sets, live: sets.hot });
  const load = { url, rate, connections, coldEvery, pick };
  await runLoad({ ...load, seconds: full.warmUp });
  const seconds = options.isTrial ? options.seconds : full.hold;
  const { p99, wrongAnswers } = await runLoad({ ...load, seconds });
  await stop();
  const what = `${rate} requests a second, good and bad keys mixed`;
  const wrong = wrongAnswers.length;
  const examples = wrong > 0 ? ` (${wrongAnswers.slice(0, 3).join("; ")})` : "";
  return [
    limitRow(`${what}: p99`, p99, mostMs, milliseconds),
    limitRow(`the same: wrong answers${examples}`, wrong, 0, String),
  ];
}
