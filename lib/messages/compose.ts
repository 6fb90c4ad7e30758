/** Turns an outbox row into the mail or SMS. Links and their tokens are made here, after the commit (O-11, G-3). */

import { notMeExpiry, notMeToken } from "@/lib/core/not-me-token";
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
  const { subject } = write(message);
  return `${subject}, ${momentInWords(org, message.createdAt)}. If this wasn't you, contact ${org.supportEmail}.`;
}

function write(message: Message): Letter {
  const { kind, facts, createdAt } = message;
  const org = orgs[message.orgId];
  if (!Object.hasOwn(writers, kind)) throw new UnknownKind(kind);
  const writer = writers[kind as keyof AllWriters] as Writer<Record<string, string>>;
  const setting: WriterContext = { org, url: (path) => `${orgUrl(org)}${path}` };
  const words = writer(facts, setting);
  if (Object.hasOwn(letters, kind)) return words;
  const shown: Letter = {
    ...words,
    facts: [...(words.facts ?? []), ["When", momentInWords(org, createdAt)]],
  };
  return facts.byUserId ? { ...shown, notMe: notMe(message, facts.byUserId, setting) } : shown;
}

function notMe(
  { orgId, merchantId, facts, createdAt }: Message,
  userId: string,
  to: WriterContext,
) {
  const expiresAt = notMeExpiry(createdAt);
  const { keyId } = facts;
  const token = notMeToken({
    orgId,
    userId,
    merchantId: merchantId ?? undefined,
    keyId,
    expiresAt,
  });
  const freezes = keyId ? " and freezes this key" : "";
  return {
    url: to.url(`/not-me?token=${token}`),
    effect: `If you did not expect this, open this link. After a confirmation it ends all sessions of ${facts.by}${freezes}. It works until ${momentInWords(to.org, expiresAt)}.`,
  };
}
