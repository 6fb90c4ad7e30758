/** The clients of the authorizers: several ask at once, and each question is recorded with its answer. */
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { type HttpAnswer, portOf, trySend } from "@/bin/process/http";
import { db } from "@/db/client";
import type { Authorizers } from "@/e2e/stacks/authorizers";
import { type Credentials, checksum, mintCredentials } from "@/lib/api-keys/secret";
import type { Mode } from "@/lib/core/mode";
import { orgs } from "@/lib/orgs/orgs";
import { basic } from "@/lib/testing/basic";
import { type History, type Instance, instances, type Probe, type Verify } from "./history";
import type { Random } from "./random";

/** A pair that is asked for. */
export interface Held extends Credentials {
  mode: Mode;
}

type As = Verify["as"];

export class Clients {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly held: Held[] = [];
  /** There never are such keys. */
  private readonly madeUp = Array.from({ length: 5 }, (): Held => {
    return { ...mintCredentials(orgs.razorpay, "test"), mode: "test" };
  });
  private readonly running: Promise<void>[] = [];
  private isStopped = false;

  constructor(
    private readonly authorizers: Authorizers,
    private readonly history: History,
    private readonly random: Random,
  ) {}

  /** From now on this pair is among those that are asked for. */
  add(pair: Held): void {
    this.held.push(pair);
  }

  /** Starts a client that asks either authorizer about any pair, until the end. */
  roam(): void {
    this.keep(async () => {
      const pair = this.pickPair();
      if (pair) await this.ask(this.random.pick(instances), pair, this.pickAs(pair));
      await sleep(this.random.between(2, 25));
    });
  }

  /** Asks both authorizers about one pair, again and again, for as long as `isWanted` says. */
  watch(pair: Held, isWanted: () => boolean): void {
    for (const instance of instances) {
      this.keep(async () => {
        if (!isWanted()) return "done";
        await this.ask(instance, pair, "right");
        return sleep(this.random.between(15, 80));
      });
    }
  }

  /** Measures what the machine makes each process wait (see Probe). */
  probe(): void {
    for (const instance of instances)
      this.measure(instance, 15, () => this.call(instance, "/healthz", {}));
    this.measure("database", 15, () => db().execute(sql`select count(*) from merchants`));
    this.measure("connection", 100, () => this.authorizers.postgres.query("select 1"));
  }

  private measure(of: Probe["of"], everyMs: number, work: () => Promise<unknown>): void {
    this.keep(async () => {
      const started = performance.now();
      const record = () => this.history.probes.push({ of, started, completed: performance.now() });
      // A probe that fails is not recorded: the database is away, and the run's faults say when.
      await work().then(record, () => undefined);
      await sleep(everyMs);
    });
  }

  private async ask(instance: Instance, pair: Held, as: As): Promise<void> {
    const { keyId, secret, mode } = pair;
    const given = as === "wrong-secret" ? otherSecret(secret) : secret;
    const authorization = basic({ keyId, secret: given });
    const wanted = as === "wrong-mode" ? (mode === "test" ? "live" : "test") : mode;
    const isSaid = as === "wrong-mode" || this.random.chance(0.5);
    const path = isSaid ? `/authorize?mode=${wanted}` : "/authorize";
    const started = performance.now();
    const answer = await this.call(instance, path, { authorization });
    const [completed, { status }, identity] = [performance.now(), answer, identityIn(answer)];
    this.history.verifies.push({ instance, keyId, as, started, completed, status, identity });
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.running);
    this.agent.destroy();
  }

  private keep(turn: () => Promise<unknown>): void {
    const run = async () => {
      while (!this.isStopped && (await turn()) !== "done");
    };
    const one = run();
    // A failure is thrown at the end; until then it must not end the process.
    one.catch(() => undefined);
    this.running.push(one);
  }

  private pickPair(): Held | undefined {
    if (this.held.length === 0) return undefined;
    if (this.random.chance(0.04)) return this.random.pick(this.madeUp);
    const recent = this.held.slice(-16);
    return this.random.pick(this.random.chance(0.7) ? recent : this.held);
  }

  private pickAs(pair: Held): As {
    if (this.madeUp.includes(pair)) return "unknown";
    if (this.random.chance(0.8)) return "right";
    return this.random.chance(0.6) ? "wrong-secret" : "wrong-mode";
  }

  private async call(instance: Instance, path: string, headers: Record<string, string>) {
    const agent = this.random.chance(0.1) ? undefined : this.agent;
    const port = portOf(this.authorizers[instance].url);
    const question = { port, path, headers, timeoutMs: 15_000 };
    const first = await trySend({ ...question, agent });
    // The server may close an idle connection at the moment of its next use (Node's documentation of reusedSocket).
    return first.wasClosed ? trySend(question) : first;
  }
}

/** What a 204 says about the key: key, merchant, mode, org. */
function identityIn({ status, headers }: HttpAnswer): string | undefined {
  if (status !== 204) return undefined;
  return ["x-key-id", "x-merchant-id", "x-mode", "x-org"].map((one) => headers[one]).join(" ");
}

/** As well-formed as the right one (its checksum holds), so that only the digest can tell. */
function otherSecret(secret: string): string {
  const body = secret.slice(0, -6);
  const other = body.slice(0, -1) + (body.endsWith("x") ? "y" : "x");
  return other + checksum(other);
}
