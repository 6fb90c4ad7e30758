/** What a message says, before it becomes text, HTML or an SMS. Everything here is plain text. */

import type { Mode, Org } from "@/lib/orgs/org";
import type { Messages } from "@/lib/outbox/messages";

export interface Words {
  /** Of the mail, and the whole of an SMS: says what happened without opening it. */
  subject: string;
  /** Sentences. */
  lines: string[];
  /** "By", "Asha Rao". */
  facts?: [name: string, value: string][];
  link?: { label: string; url: string };
  /** Small print. */
  note?: string;
}

export interface Setting {
  org: Org;
  /** Of a path: "/login". */
  url(path: string): string;
}

export type Writer<F> = (facts: F, setting: Setting) => Words;

/** One writer for each of these kinds. */
export type Writers<M> = { [K in keyof M]: Writer<M[K]> };

export type AllWriters = Writers<Messages>;

export const modeNames: Record<Mode, string> = { test: "Test", live: "Live" };

export const keysPath = "/account-settings/api-keys";

const momentFormats = new Map<string, Intl.DateTimeFormat>();

/** "22 November 2026 at 10:42 am IST": in the brand's locale and zone, the zone named. */
export function moment({ id, locale, timeZone }: Org, at: Date | string): string {
  let format = momentFormats.get(id);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      day: "numeric",
      month: "long",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
      timeZone,
    });
    momentFormats.set(id, format);
  }
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : format.format(date);
}

const maxNameLength = 80;

/**
 * A name that a stranger chose, for a mail to another stranger: short, on one line, and nothing in it that a mail
 * program would make a link of.
 */
export function unlinked(name: string): string {
  return name
    .replace(/[\s\p{C}]+/gu, " ")
    .trim()
    .slice(0, maxNameLength)
    .replace(/(?<=\S)([.:@/])(?=\S)/g, "$1\u2060");
}
