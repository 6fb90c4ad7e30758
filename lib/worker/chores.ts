import { remindOfAges } from "./age-reminders";
import { cleanUp } from "./clean-up";
import { remindOfExpiries } from "./expiry-reminders";
import { forgetRecipients } from "./forget-recipients";

/** Some work of the worker besides sending. */
export interface Chore {
  name: string;
  /** Does a part of what is due and returns how much; the worker repeats it until that is 0. */
  run(): Promise<number>;
}

/**
 * What the worker does every minute. Like the hourly chores it may not read a table through to find that nothing is due:
 * a test tries each at a million rows.
 */
export const minuteChores: Chore[] = [
  { name: "expiry reminders", run: remindOfExpiries },
  { name: "reminders of old keys", run: remindOfAges },
];

/** What the worker does every hour. */
export const hourlyChores: Chore[] = [
  { name: "clean-up", run: cleanUp },
  { name: "recipients of messages that were given up", run: forgetRecipients },
];
