/** Calls of the domain as a dashboard makes them. Each try is recorded; when its answer is lost, the next is made. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@/lib/access/actor";
import type { Minted } from "@/lib/api-keys/insert-key";
import { AppError } from "@/lib/core/errors";
import type { Change, History } from "./history";

export interface Submit extends Pick<Change, "kind" | "keyId"> {
  /** A new key's pair, null or nothing. `requestId` is the same for each try; the actor's audit id is not. */
  run(actor: Actor, requestId: string): Promise<unknown>;
  ends?: () => Promise<[number, number]>;
}

export interface Outcome {
  /** The last try. */
  change: Change;
  minted: Minted | null;
}

const maxTries = 40;

export class Submitter {
  constructor(
    private readonly history: History,
    private readonly actor: Actor,
    readonly isStopped: () => boolean,
  ) {}

  async submit(submit: Submit): Promise<Outcome> {
    const intent = `intent_${randomUUID()}`;
    for (let tries = 1; ; tries++) {
      const result = await this.tryOnce(submit, intent);
      const { change } = result;
      this.history.changes.push(change);
      const isOver = change.outcome !== "unknown" || tries >= maxTries || this.isStopped();
      // A key's end is not moved again: the second time would move it twice as far.
      if (isOver || submit.kind === "schedule") return result;
      await sleep(150);
    }
  }

  private async tryOnce({ kind, keyId, run, ends }: Submit, intent: string): Promise<Outcome> {
    const id = `try_${randomUUID()}`;
    const client = { ...this.actor.client, requestId: id };
    const invoked = performance.now();
    const tell = (outcome: Change["outcome"], more: Partial<Change> = {}): Change => {
      const completed = performance.now();
      return { id, intent, kind, keyId, made: null, invoked, completed, outcome, ...more };
    };
    try {
      const minted = ((await run({ ...this.actor, client }, intent)) as Minted | undefined) ?? null;
      const change = tell("acked", { made: minted?.keyId ?? null });
      if (ends) change.ends = await ends();
      return { change, minted };
    } catch (error) {
      // Only the domain's own refusal proves that nothing happened.
      const change = tell(error instanceof AppError ? "failed" : "unknown");
      return { change: { ...change, error: describeError(error) }, minted: null };
    }
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `${error}`;
  const { message, cause } = error;
  return cause instanceof Error ? cause.message : message;
}
