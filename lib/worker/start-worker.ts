/**
 * The worker: sends what is in the outbox, reminds of expiries and cleans up. Everything it knows is in PostgreSQL, so
 * any number of workers may run, and any may be killed at any moment.
 */
import { pool } from "@/db/client";
import type { Env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { claimMessages } from "@/lib/outbox/claim";
import { cleanUp } from "./clean-up";
import { deliver } from "./deliver";
import { remindOfExpiries } from "./expiry-reminders";
import { Rounds } from "./rounds";
import { type MailSender, openMailSender } from "./smtp";
import { WakeUp } from "./wake-up";

export interface RunningWorker {
  /** Takes nothing new, finishes what is being sent, and closes everything. */
  stop(): Promise<void>;
  /** Whether the outbox was read lately. */
  isHealthy(): boolean;
}

type WorkerEnv = Pick<Env, "DATABASE_URL" | "WORKER_POLL_SECONDS"> & { SMTP_URL: string };

/** Messages on their way at once. */
const atOnce = 8;
const hourMs = 3_600_000;
/** A look at the outbox, sending included, takes no longer than this. */
const healthyMs = 120_000;

export function startWorker(env: WorkerEnv): RunningWorker {
  let isStopping = false;
  const mail = openMailSender(env.SMTP_URL);
  const pollMs = env.WORKER_POLL_SECONDS * 1000;
  const wakeUp = new WakeUp(env.DATABASE_URL, pollMs);
  const chores = new Rounds(hourMs, async () => {
    while ((await remindOfExpiries()) > 0) if (isStopping) return;
    await cleanUp();
  });
  let readAt = performance.now();

  async function run(): Promise<void> {
    while (!isStopping) {
      try {
        while (!isStopping && (await sendBatch(mail)) > 0) readAt = performance.now();
        readAt = performance.now();
      } catch (err) {
        log().warn({ err }, "the outbox was not read or not marked; it will be tried again");
      }
      await wakeUp.next();
    }
  }

  wakeUp.start();
  chores.start();
  const running = run();
  log().info("worker runs");
  return {
    isHealthy: () => performance.now() - readAt < healthyMs + pollMs,
    async stop() {
      isStopping = true;
      await Promise.all([wakeUp.stop(), chores.stop(), running]);
      mail.close();
      await pool().end();
      log().info("worker ended");
    },
  };
}

/** Returns how many were tried. One that the database could not be told of is found again when its lease ends. */
export async function sendBatch(mail: MailSender): Promise<number> {
  const claimed = await claimMessages(atOnce);
  const ends = await Promise.allSettled(claimed.map((message) => deliver(message, mail)));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return claimed.length;
}
