/** Two authorizers with the same hot keys: how large the table behind them is must not matter. */
import { smallRows } from "@/bench/support/databases";
import { perSecond, type Row, ratioRow } from "@/bench/support/report";
import { alternate, compare } from "@/bench/support/rounds";
import { requireSameAnswers } from "@/bench/support/same-answers";
import type { Stage } from "@/bench/support/stage";

const connections = 32;

export async function measureTableSize(stage: Stage): Promise<Row[]> {
  const { tool, options, requests, databases } = stage;
  const large = await stage.startAuthorizer(databases.large);
  const small = await stage.startAuthorizer(databases.small);
  const contenders = [
    { name: "large", url: large.url, requests: requests.hot },
    { name: "small", url: small.url, requests: requests.hot },
  ];
  await requireSameAnswers(contenders);
  const results = await alternate(contenders, { tool, connections, seconds: options.seconds });
  for (const server of [large, small]) await server.stop();
  const [many, few] = [options.rows, smallRows].map((count) => count.toLocaleString("en"));
  const comparison = compare(results, ["large", "small"], "perSecond");
  return [
    ratioRow(`${many} keys in the table against ${few}`, comparison, { atLeast: 0.9 }, perSecond),
  ];
}
