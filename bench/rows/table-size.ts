/** Two authorizers with the same hot keys: how large the table behind them is must not matter. */
import { compare, compete } from "@/bench/load/contest";
import { requireSameAnswers } from "@/bench/load/same-answers";
import { perSecond, type Row, ratioRow } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";

export async function measureTableSize(stage: Stage): Promise<Row[]> {
  const { options, requests, databases } = stage;
  const rows: Row[] = [];
  for (const [count, url] of [[options.rows, databases.large] as const, ...databases.middle]) {
    const results = await compete(
      {
        larger: { start: () => stage.startAuthorizer(url), requests: requests.hot },
        smaller: { start: () => stage.startAuthorizer(databases.small), requests: requests.hot },
      },
      { roundSeconds: options.seconds, onReady: requireSameAnswers, starts: 2 },
    );
    const what = `${count.toLocaleString("en")} keys in the table against ${databases.smallRows.toLocaleString("en")}`;
    const comparison = compare(results.larger, results.smaller, "perSecond");
    rows.push(ratioRow(what, comparison, { atLeast: 0.95 }, perSecond));
  }
  return rows;
}
