import { Metrics } from "./metrics";
import { answerSiblings, askSiblings } from "./siblings";

interface Spoken {
  /** Why it is not ready; null: it is. */
  findTrouble(): Promise<string | null>;
  /** In Prometheus's text form. */
  describeMetrics(): Promise<string>;
}

/**
 * What one of several processes says of them all: ready when all are, counts added up, of ages the worst. `/metrics`
 * fails while one of them does not answer, because a sum that falls would look like a restart.
 */
export function speakForAll(findTrouble: Spoken["findTrouble"], metrics: Metrics): Spoken {
  answerSiblings({ trouble: findTrouble, metrics: () => metrics.handOver() });
  return {
    findTrouble: async () => {
      const troubles = await askSiblings("trouble");
      if (troubles === null) return "One of its processes does not answer.";
      return troubles.find((trouble) => trouble !== null) ?? null;
    },
    describeMetrics: async () => {
      const all = await askSiblings("metrics");
      if (all === null) throw new Error("one of the processes does not answer");
      return Metrics.describeAll(all);
    },
  };
}
