/** Two authorizers with the same hot keys: how large the table behind them is must not matter. */

import { compare, compete } from "@/bench/load/contest";
import { requireSameAnswers } from "@/bench/load/same-answers";
import { smallRows } from "@/bench/stage/databases";
import { perSecond, type Row, ratioRow } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";

export async function measureTableSize(stage: Stage): Promise<Row[]> {
  const { options, requests, databases } = stage;
  const large = await stage.startAuthorizer(databases.large);
  const small = await stage.startAuthorizer(databases.small);
  const contenders = {
    large: { url: large.url, requests: requests.hot },
    small: { url: small.url, requests: requests.hot },
  };
  await requireSameAnswers(contenders);
  const results = await compete(contenders, options.seconds);
  for (const server of [large, small]) await server.stop();
  const [many, few] = [options.rows, smallRows].map((count) => count.toLocaleString("en"));
  const comparison = compare(results.large, results.small, "perSecond");
  return [
    ratioRow(`${many} keys in the table against ${few}`, comparison, { atLeast: 0.9 }, perSecond),
  ];
}
