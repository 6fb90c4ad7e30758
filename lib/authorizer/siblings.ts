/**
 * Questions between the processes of one authorizer. A child cannot see the others, so it asks the first process, which
 * asks each child and answers with all that they said.
 */
import cluster, { type Worker } from "node:cluster";

/** What each child can be asked. */
export interface Answers {
  /** Why it is not ready; null: it is. */
  trouble: string | null;
  /** Its metrics, as prom-client hands them on. */
  metrics: object[];
}

type Topic = keyof Answers;
type Message = { topic: Topic; id: number } & (
  | { kind: "ask-all" }
  | { kind: "ask" }
  | { kind: "answer"; value: unknown }
  | { kind: "all-answers"; values: unknown[] | null }
);

/** A child that has not answered by then counts as broken. */
const answerMs = 1_000;
let lastId = 0;

/** In a child: answers for itself whenever it is asked. */
export function answerSiblings(answers: { [Of in Topic]: () => Promise<Answers[Of]> }): void {
  process.on("message", (message: Message) => {
    if (message.kind !== "ask") return;
    const { topic, id } = message;
    // Without an answer it counts as broken, which it is.
    answers[topic]().then(
      (value) => tell({ kind: "answer", topic, id, value }),
      () => undefined,
    );
  });
}

/** In a child: what all of them say, this one included; null if one of them does not answer in time. */
export function askSiblings<Of extends Topic>(topic: Of): Promise<Answers[Of][] | null> {
  const id = ++lastId;
  return new Promise((done) => {
    const finish = (values: Answers[Of][] | null) => {
      clearTimeout(late);
      process.off("message", hear);
      done(values);
    };
    const hear = (message: Message) => {
      if (message.kind === "all-answers" && message.id === id)
        finish(message.values as Answers[Of][] | null);
    };
    const late = setTimeout(() => finish(null), 2 * answerMs);
    process.on("message", hear);
    tell({ kind: "ask-all", topic, id });
  });
}

/** In the first process: asks on. `count` is how many children there must be. */
export function passQuestionsOn(count: number): void {
  cluster.on("message", (asker, message: Message) => {
    if (message.kind !== "ask-all") return;
    const { topic, id } = message;
    askChildren(topic, count).then((values) =>
      send(asker, { kind: "all-answers", topic, id, values }),
    );
  });
}

function askChildren(topic: Topic, count: number): Promise<unknown[] | null> {
  const id = ++lastId;
  const children = Object.values(cluster.workers ?? {}).filter((child) => child !== undefined);
  return new Promise((done) => {
    const values = new Map<number, unknown>();
    const finish = (all: unknown[] | null) => {
      clearTimeout(late);
      cluster.off("message", hear);
      done(all);
    };
    const hear = (child: Worker, message: Message) => {
      if (message.kind !== "answer" || message.id !== id) return;
      values.set(child.id, message.value);
      if (values.size === count) finish([...values.values()]);
    };
    const late = setTimeout(() => finish(null), answerMs);
    cluster.on("message", hear);
    for (const child of children) send(child, { kind: "ask", topic, id });
  });
}

function tell(message: Message): void {
  if (process.connected) process.send?.(message);
}

/** A child that ends meanwhile is told nothing; its end is noticed elsewhere. */
function send(child: Worker, message: Message): void {
  if (child.isConnected()) child.send(message, () => undefined);
}
