/**
 * The worker sends messages from the outbox, reminds of expiries, cleans up and ships the heads of the audit trail. All
 * its state is in PostgreSQL, so any number of workers may run, and each may be killed at any time.
 */
import { pool } from "@/db/client";
import { findTrouble } from "@/db/find-trouble";
import { warnOfOwner } from "@/lib/audit/warn-of-owner";
import { describeDatabaseTrouble } from "@/lib/core/database-trouble";
import type { Env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { claimMessages } from "@/lib/outbox/claim";
import { type Chore, hourlyChores, minuteChores } from "./chores";
import { deliver } from "./deliver";
import { Rounds } from "./rounds";
import { startShipping } from "./shipping";
import { type MailSender, openMailSender } from "./smtp";
import { WakeUp } from "./wake-up";

export interface RunningWorker {
  /** Claims no more messages, finishes those it is sending, and closes all connections. */
  stop(): Promise<void>;
  /** Whether the outbox was read recently. */
  isHealthy(): boolean;
}

type WorkerEnv = Parameters<typeof startShipping>[0] &
  Pick<Env, "DATABASE_URL" | "WORKER_POLL_SECONDS"> & { SMTP_URL: string };

/** How many messages are sent in parallel. */
const atOnce = 8;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** Reading the outbox and sending one batch take less time than this. */
const healthyMs = 120_000;

export function startWorker(env: WorkerEnv): RunningWorker {
  let isStopping = false;
  const mail = openMailSender(env.SMTP_URL);
  const pollMs = env.WORKER_POLL_SECONDS * 1000;
  const wakeUp = new WakeUp(env.DATABASE_URL, pollMs);
  const doing = (chores: Chore[]) => async () => {
    for (const chore of chores) while ((await chore.run()) > 0) if (isStopping) return;
  };
  // Rounds of their own: a long clean-up holds up no reminder.
  const rounds = [
    new Rounds(minuteMs, doing(minuteChores)),
    new Rounds(hourMs, doing(hourlyChores)),
  ];
  let readAt = performance.now();

  async function run(): Promise<void> {
    while (!isStopping) {
      try {
        while (!isStopping && (await sendBatch(mail)) > 0) readAt = performance.now();
        readAt = performance.now();
      } catch (err) {
        const why = describeDatabaseTrouble(err);
        const message = "the outbox was not read or not marked; it will be tried again";
        log().warn({ ...(why && { why }), err }, message);
      }
      await wakeUp.next();
    }
  }

  wakeUp.start();
  for (const round of rounds) round.start();
  const shipping = startShipping(env);
  const running = run();
  log().info("worker runs");
  void findTrouble().then(({ trouble, warning }) => {
    const why = trouble ?? warning;
    if (why) log().warn({ why }, "the database cannot be used as it should");
  });
  void warnOfOwner();
  return {
    isHealthy: () => performance.now() - readAt < healthyMs + pollMs,
    async stop() {
      isStopping = true;
      await Promise.all([
        wakeUp.stop(),
        ...rounds.map((round) => round.stop()),
        shipping.stop(),
        running,
      ]);
      mail.close();
      await pool().end();
      log().info("worker ended");
    },
  };
}

/**
 * Returns how many messages were tried. If the result could not be recorded, the message is sent again when its lease
 * ends.
 */
export async function sendBatch(mail: MailSender): Promise<number> {
  const claimed = await claimMessages(atOnce);
  const ends = await Promise.allSettled(claimed.map((message) => deliver(message, mail)));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return claimed.length;
}
