/** Keys that are cached, against the limit: a bare server that computes one HMAC a request. */
import { type Comparison, compare, compete } from "@/bench/load/contest";
import { requireSameAnswers } from "@/bench/load/same-answers";
import { milliseconds, perSecond, type Row, ratioRow } from "@/bench/stage/report";
import type { Stage } from "@/bench/stage/stage";

const manyConnections = [1, 8, 256];

export async function measureSpeed(stage: Stage): Promise<Row[]> {
  const usual = await competeWithBare(stage, stage.options.isCheck ? { starts: 1 } : {});
  const rows = [
    ratioRow(
      "against bare `node:http` with one HMAC and a Map: requests",
      usual.requests,
      { atLeast: 1.05 },
      perSecond,
    ),
    ratioRow("the same: p99", usual.p99, { atMost: 1.15 }, milliseconds),
  ];
  for (const connections of manyConnections) {
    const { requests } = await competeWithBare(stage, { connections, starts: 1 });
    const name = connections === 1 ? "1 connection" : `${connections} connections`;
    rows.push(ratioRow(`the same with ${name}: requests`, requests, {}, perSecond));
  }
  return rows;
}

async function competeWithBare(
  stage: Stage,
  options: { connections?: number; starts?: number } = {},
): Promise<Record<"requests" | "p99", Comparison>> {
  const { requests, databases, memoryEnv } = stage;
  const contenders = {
    authorizer: { start: () => stage.startAuthorizer(databases.large), requests: requests.hot },
    bare: { start: () => stage.startOther("bare", memoryEnv), requests: requests.hot },
  };
  const { authorizer, bare } = await compete(contenders, {
    roundSeconds: stage.options.seconds,
    onReady: requireSameAnswers,
    ...options,
  });
  return {
    requests: compare(authorizer, bare, "perSecond"),
    p99: compare(authorizer, bare, "p99"),
  };
}
