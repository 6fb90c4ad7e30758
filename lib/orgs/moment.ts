/** Dates and times in a brand's locale and time zone. The zone is always named (DESIGN §2.5). */
import type { Org } from "./org";

/** One date and time in each form that a page needs, formatted on the server. */
export interface Moment {
  iso: string;
  /** "22 Nov 2026" */
  date: string;
  /** "10:42 am IST" */
  time: string;
  /** "Sunday, 22 November 2026 at 10:42:07 am India Standard Time": for hover and assistive technology. */
  full: string;
}

type Zone = Pick<Org, "id" | "locale" | "timeZone">;
type Length = "day" | "date" | "time" | "full" | "sentence";

const clock = { hour: "2-digit", minute: "2-digit" } as const;
const day = { day: "numeric", month: "long", year: "numeric" } as const;

const options: Record<Length, Intl.DateTimeFormatOptions> = {
  day: { day: "numeric", month: "short" },
  date: { ...day, month: "short" },
  time: { ...clock, timeZoneName: "short" },
  full: { ...clock, ...day, weekday: "long", second: "2-digit", timeZoneName: "long" },
  sentence: { ...day, hour: "numeric", minute: "2-digit", timeZoneName: "short" },
};

// Creating a format is much slower than using it.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf({ id, locale, timeZone }: Zone, length: Length): Intl.DateTimeFormat {
  const key = `${id} ${length}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, { ...options[length], timeZone });
    formats.set(key, format);
  }
  return format;
}

export function formatMoment(org: Zone, at: Date): Moment {
  return {
    iso: at.toISOString(),
    date: formatOf(org, "date").format(at),
    time: formatTime(org, at),
    full: formatOf(org, "full").format(at),
  };
}

/** "10:42 am IST" */
export function formatTime(org: Zone, at: Date): string {
  return formatOf(org, "time").format(at);
}

/** "22 Nov", of a date that is given as its midnight in UTC, whatever the brand's time zone. */
export function formatDay({ id, locale }: Zone, date: Date): string {
  return formatOf({ id: `${id} in UTC` as Zone["id"], locale, timeZone: "UTC" }, "day").format(
    date,
  );
}

/** "22 November 2026 at 10:42 am IST", for mails and SMS. Text that is not a date is returned unchanged. */
export function momentInWords(org: Zone, at: Date | string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : formatOf(org, "sentence").format(date);
}
