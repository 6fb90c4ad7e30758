/** What a message says, before it becomes text, HTML or an SMS. Everything here is plain text. */

import type { Org } from "@/lib/orgs/org";
import type { Messages } from "./kinds";

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

export interface WriterContext {
  org: Org;
  /** Of a path: "/login". */
  url(path: string): string;
}

export type Writer<F> = (facts: F, setting: WriterContext) => Words;

/** One writer for each of these kinds. */
export type Writers<M> = { [K in keyof M]: Writer<M[K]> };

export type AllWriters = Writers<Messages>;

export const keysPath = "/account-settings/api-keys";

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
