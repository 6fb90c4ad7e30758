/** The content of a message before it is rendered as text, HTML or SMS. All of it is plain text. */

import type { Org } from "@/lib/orgs/org";
import type { Messages } from "./kinds";

export interface Words {
  /** The mail's subject, and the main part of the SMS. It says what happened without opening the mail. */
  subject: string;
  /** The whole SMS, where the subject is not enough for one. */
  sms?: string;
  /** Sentences. */
  lines: string[];
  /** "By", "Asha Rao". */
  facts?: [name: string, value: string][];
  /** The time that counts, with its name, where that is not when the message was caused. */
  when?: [name: string, value: string];
  link?: { label: string; url: string };
  /** Small print. */
  note?: string;
}

export interface WriterContext {
  org: Org;
  /** The full address of a path such as "/login". */
  url(path: string): string;
}

export type Writer<F> = (facts: F, setting: WriterContext) => Words;

/** One writer for each of these kinds. */
export type Writers<M> = { [K in keyof M]: Writer<M[K]> };

export type AllWriters = Writers<Messages>;

const maxNameLength = 80;

/**
 * Prepares a name that one stranger chose for a mail to another: at most 80 characters on one line, with nothing that a
 * mail program would turn into a link.
 */
export function unlinked(name: string): string {
  return name
    .replace(/[\s\p{C}]+/gu, " ")
    .trim()
    .slice(0, maxNameLength)
    .replace(/(?<=\S)([.:@/])(?=\S)/g, "$1\u2060");
}
