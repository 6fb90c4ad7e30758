/** One mode of one merchant: its keys are made, replaced, ended and extended one after another, and each is watched. */
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Actor } from "@/lib/access/actor";
import { deactivateKey } from "@/lib/api-keys/deactivate-key";
import { extendKey } from "@/lib/api-keys/extend-key";
import { generateKey } from "@/lib/api-keys/generate-key";
import { type Choice, regenerateKey } from "@/lib/api-keys/regenerate-key";
import type { Mode } from "@/lib/core/mode";
import { ageKeyToEnd } from "@/lib/testing/keys";
import type { Clients, Held } from "./clients";
import { plantKey } from "./plant";
import type { Random } from "./random";
import type { Outcome, Submit, Submitter } from "./submit";

/** A little longer than a revocation may take to be known everywhere. */
const watchMs = 1_300;

/** The mode's current key; `held` is null, the secret unknown, where the answer that held it was lost. */
interface Current {
  keyId: string;
  held: Held | null;
}

export class Lane {
  private current: Current | null = null;
  private retiring: Held[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly mode: Mode,
    private readonly submitter: Submitter,
    private readonly clients: Clients,
    private readonly random: Random,
  ) {}

  async run(): Promise<void> {
    while (!this.submitter.isStopped()) {
      if (this.current) await this.step(this.current);
      else await this.generate();
      await sleep(this.random.between(150, 600));
    }
  }

  private async step(current: Current): Promise<void> {
    const draw = this.random.between(0, 100);
    const old = this.retiring.length > 0 ? this.random.pick(this.retiring) : undefined;
    if (draw < 8) return this.race(current);
    if (draw < 14) return this.plant();
    if (!old || draw < 40) return this.regenerate(current, "now");
    if (draw < 62) return this.regenerate(current, "in-24-hours");
    if (draw < 80) return this.deactivate(old);
    return this.schedule(old, draw >= 92);
  }

  private async generate(): Promise<void> {
    const run: Submit["run"] = (actor, requestId) =>
      generateKey(actor, { mode: this.mode, requestId });
    await this.take(await this.submitter.submit({ kind: "generate", keyId: null, run }));
  }

  private async regenerate({ keyId, held }: Current, choice: Choice): Promise<void> {
    const { mode } = this;
    const kind = choice === "now" ? "regenerate-now" : "regenerate-later";
    const run: Submit["run"] = (actor, requestId) =>
      regenerateKey(actor, { mode, keyId, choice, requestId });
    const result = await this.change({ kind, keyId, run }, held);
    if (result.change.outcome !== "failed" && held && choice !== "now") this.retiring.push(held);
    await this.take(result);
  }

  /** Several people press at once: one of them wins (K-10). */
  private async race(current: Current): Promise<void> {
    const choices: Choice[] = ["now", "in-24-hours", "now"];
    await Promise.all(choices.map((choice) => this.regenerate(current, choice)));
    await this.lookUp();
  }

  private async deactivate(old: Held): Promise<void> {
    const { keyId, mode } = old;
    this.forget(old);
    const run = (actor: Actor) => deactivateKey(actor, { mode, keyId });
    await this.change({ kind: "deactivate", keyId, run }, old);
  }

  /** Moves a retiring key's end near. `isKept`: it is extended as well, mostly while hours are left, else in its last seconds. */
  private async schedule(old: Held, isKept: boolean): Promise<void> {
    if (isKept && this.random.chance(0.6)) return void (await this.keep(old));
    const { keyId } = old;
    if (!isKept) this.forget(old);
    const seconds = this.random.between(0.5, 2.5);
    const run = (actor: Actor) => ageKeyToEnd(actor, keyId, seconds);
    const ends = () => readEnd(keyId);
    const { change } = await this.change({ kind: "schedule", keyId, run, ends }, old);
    if (!isKept || change.outcome !== "acked") return;
    await sleep(Math.max(0, this.random.between(0, (change.ends?.[0] ?? 0) - performance.now())));
    const kept = await this.keep(old);
    if (kept.change.outcome !== "acked") this.forget(old);
  }

  private keep({ keyId, mode }: Held): Promise<Outcome> {
    const run = async (actor: Actor) => {
      const until = await readExtendedEnd(keyId);
      await extendKey(actor, { mode, keyId, until });
    };
    return this.submitter.submit({ kind: "extend", keyId, run });
  }

  /** The key's id is asked for before it exists, so that both authorizers remember that there is no such key. */
  private async plant(): Promise<void> {
    const { held, run } = plantKey(this.actor, this.mode);
    this.clients.add(held);
    const submit: Submit = { kind: "plant", keyId: null, run: (_, requestId) => run(requestId) };
    const work = sleep(150).then(() => this.submitter.submit(submit));
    this.watchUntil(held, work);
    if ((await work).change.outcome === "acked") this.retiring.push(held);
  }

  /** Remembers the mode's current key after a change: from the change's answer, else as the list has it (D6). */
  private async take({ minted }: Outcome): Promise<void> {
    if (!minted) return this.lookUp();
    const held = { ...minted, mode: this.mode };
    this.current = { keyId: held.keyId, held };
    this.clients.add(held);
    this.watchUntil(held, Promise.resolve(null), 400);
  }

  private async lookUp(): Promise<void> {
    const { org, merchant } = this.actor;
    const query = sql`select key_id from api_keys where org_id = ${org.id}
      and merchant_id = ${merchant.id} and mode = ${this.mode} and replaced_at is null`;
    const read = db().execute<{ key_id: string }>(query);
    const keyId = (await read.catch(() => null))?.rows[0]?.key_id;
    if (keyId && keyId !== this.current?.keyId) this.current = { keyId, held: null };
  }

  private forget(old: Held): void {
    this.retiring = this.retiring.filter((one) => one !== old);
  }

  /** Submits a change of this key, which is watched meanwhile and until a little after its end. */
  private change(submit: Submit, held: Held | null): Promise<Outcome> {
    const work = this.submitter.submit(submit);
    if (held) this.watchUntil(held, work);
    return work;
  }

  private watchUntil(held: Held, work: Promise<Outcome | null>, forMs = watchMs): void {
    let until = Number.POSITIVE_INFINITY;
    work
      .catch(() => undefined)
      .then((result) => {
        until = (result?.change.ends?.[1] ?? performance.now()) + forMs;
      });
    this.clients.watch(held, () => performance.now() < until);
  }
}

/** When a key ends, told in this process's time: the database says how long it still has. */
async function readEnd(keyId: string): Promise<[number, number]> {
  const asked = performance.now();
  const { rows } = await db().execute<{ left: number }>(sql`
    select extract(epoch from deactivates_at - clock_timestamp())::float8 * 1000 as left
    from api_keys where key_id = ${keyId}`);
  const left = rows[0]?.left;
  if (left === undefined) throw new Error("the key is gone");
  return [asked + left, performance.now() + left];
}

async function readExtendedEnd(keyId: string): Promise<Date> {
  const { rows } = await db().execute<{ until: string }>(sql`
    select extract(epoch from date_trunc('milliseconds', deactivates_at + interval '24 hours')) * 1000 as until
    from api_keys where key_id = ${keyId}`);
  return new Date(Number(rows[0]?.until));
}
