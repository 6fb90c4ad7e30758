/** Turns an outbox row into the mail or SMS. Links and their tokens are made here, after the commit (O-11, G-3). */

import { linkToken } from "@/lib/core/link-token";
import { momentInWords } from "@/lib/orgs/moment";
import type { OrgId } from "@/lib/orgs/org";
import { orgUrl } from "@/lib/orgs/org-url";
import { orgs } from "@/lib/orgs/orgs";
import { keyNotices } from "./key-notices";
import { letters } from "./letters";
import { personNotices } from "./person-notices";
import { type Letter, type Rendered, renderMail } from "./render-mail";
import { teamNotices } from "./team-notices";
import type { AllWriters, Writer, WriterContext } from "./words";

export interface Message {
  orgId: OrgId;
  merchantId: string | null;
  kind: string;
  facts: Record<string, string>;
  /** When the event happened that the message is about. */
  createdAt: Date;
}

const writers: AllWriters = { ...letters, ...keyNotices, ...personNotices, ...teamNotices };

export const messageKinds = Object.keys(writers);

/** This build does not know the message's kind: a newer dashboard wrote it, and a newer worker will send it. */
export class UnknownKind extends Error {
  override readonly name = "UnknownKind";
}

export function composeMail(message: Message): Rendered {
  return renderMail(orgs[message.orgId], write(message));
}

/**
 * The text of an SMS: what happened, when, and whom to contact. Codes are sent elsewhere (`lib/otp/send-sms-code.ts`).
 */
export function composeSms(message: Message): string {
  const org = orgs[message.orgId];
  const { subject, sms } = write(message);
  if (sms) return sms;
  return `${subject}, ${momentInWords(org, message.createdAt)}. If this wasn't you, contact ${org.supportEmail}.`;
}

function write(message: Message): Letter {
  const { kind, facts, createdAt } = message;
  const org = orgs[message.orgId];
  if (!Object.hasOwn(writers, kind)) throw new UnknownKind(kind);
  const writer = writers[kind as keyof AllWriters] as Writer<Record<string, string>>;
  const setting: WriterContext = { org, url: (path) => `${orgUrl(org, facts.host)}${path}` };
  const words = writer(facts, setting);
  if (Object.hasOwn(letters, kind)) return words;
  const shown: Letter = {
    ...words,
    facts: [...(words.facts ?? []), words.when ?? ["When", momentInWords(org, createdAt)]],
  };
  return facts.notMeId ? { ...shown, notMe: notMe(message, facts.notMeId, setting) } : shown;
}

const linkDays = 7;

function notMe({ facts, createdAt }: Message, linkId: string, { org, url }: WriterContext) {
  const until = new Date(createdAt.getTime() + linkDays * 24 * 60 * 60 * 1000);
  return {
    url: url(`/not-me?token=${linkToken("not-me", linkId)}`),
    effect: `If you did not expect this, open this link. After a confirmation ${effectOf(facts)}. It works once, until ${momentInWords(org, until)}.`,
  };
}

function effectOf({ by, keyId, restores }: Message["facts"]): string {
  if (restores)
    return `the email for logging in is ${restores} again, all sessions end and the password no longer works: choose a new one then`;
  const freezes = keyId ? `, and freezes the key ${keyId}` : "";
  return `it ends all sessions of ${by}, who must then choose a new password${freezes}`;
}
