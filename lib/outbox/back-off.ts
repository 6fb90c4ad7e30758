import type { Channel } from "@/db/schema/outbox";

/**
 * The maximum number of tries. Mail is retried for about a day, so it survives a night without a mail server. An SMS
 * gets few tries: hours late it is useless, and if only the gateway's answer was lost, each retry may deliver it again.
 */
export const triesOf: Record<Channel, number> = { email: 24, sms: 5 };

const firstSeconds = 5;
const mostSeconds = 3_600;

/**
 * Seconds to wait after the n-th failure: doubles up to an hour. `chance` (0 to 1) decides half of it, so that messages
 * that failed together are not retried together.
 */
export function backOffSeconds(failures: number, chance: number): number {
  const whole = Math.min(mostSeconds, firstSeconds * 2 ** Math.min(failures - 1, 20));
  return whole * (0.5 + chance / 2);
}
