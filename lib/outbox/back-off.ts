import type { Channel } from "@/db/schema/outbox";

/**
 * Mail waits out a night without a mail server. An SMS that is hours late helps nobody, and one whose answer was lost
 * may have arrived: few tries.
 */
export const triesOf: Record<Channel, number> = { email: 24, sms: 5 };

const firstSeconds = 5;
const mostSeconds = 3_600;

/** After the n-th failure: doubling up to an hour, half of it by chance, so that what failed together comes apart. */
export function backOffSeconds(failures: number, chance: number): number {
  const whole = Math.min(mostSeconds, firstSeconds * 2 ** Math.min(failures - 1, 20));
  return whole * (0.5 + chance / 2);
}
