import type { Org } from "@/lib/orgs/org";
import type { Moment } from "./keys-view";

interface Formats {
  date: Intl.DateTimeFormat;
  time: Intl.DateTimeFormat;
  full: Intl.DateTimeFormat;
}

const formatsByOrg = new Map<string, Formats>();

/** In the brand's locale and time zone, the zone named (DESIGN §2.5). */
export function formatMoment(org: Org, at: Date): Moment {
  const { date, time, full } = formatsOf(org);
  return {
    iso: at.toISOString(),
    date: date.format(at),
    time: time.format(at),
    full: full.format(at),
  };
}

function formatsOf({ id, locale, timeZone }: Org): Formats {
  let formats = formatsByOrg.get(id);
  if (!formats) {
    const clock = { hour: "2-digit", minute: "2-digit", timeZone } as const;
    formats = {
      date: new Intl.DateTimeFormat(locale, {
        day: "numeric",
        month: "short",
        year: "numeric",
        timeZone,
      }),
      time: new Intl.DateTimeFormat(locale, { ...clock, timeZoneName: "short" }),
      full: new Intl.DateTimeFormat(locale, {
        ...clock,
        weekday: "long",
        day: "numeric",
        month: "long",
        year: "numeric",
        second: "2-digit",
        timeZoneName: "long",
      }),
    };
    formatsByOrg.set(id, formats);
  }
  return formats;
}
