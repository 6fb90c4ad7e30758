/** Reads messages from the outbox, and makes the links they will contain, so that no test waits for a mail. */
import { and, asc, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { outbox } from "@/db/schema/outbox";
import { type LinkPurpose, linkToken } from "@/lib/core/link-token";
import type { MessageKind } from "@/lib/messages/kinds";

/** Messages to one address, oldest first. */
export function waitingFor(recipient: string) {
  return db()
    .select({ kind: outbox.kind, facts: outbox.facts, merchantId: outbox.merchantId })
    .from(outbox)
    .where(and(eq(outbox.recipient, recipient), eq(outbox.channel, "email")))
    .orderBy(asc(outbox.createdAt), asc(outbox.id));
}

/** Messages to an email address or a mobile number, newest first. */
export function messagesFor(recipient: string) {
  return db()
    .select()
    .from(outbox)
    .where(eq(outbox.recipient, recipient))
    .orderBy(desc(outbox.createdAt), desc(outbox.id));
}

const links: Partial<Record<MessageKind, { purpose: LinkPurpose; fact: string }>> = {
  "signup-confirm": { purpose: "signup", fact: "signupId" },
  "password-reset": { purpose: "password-reset", fact: "resetId" },
  "password-after-restore": { purpose: "password-reset", fact: "resetId" },
  "email-confirm": { purpose: "email-change", fact: "changeId" },
};

/** The token for the newest letter of this kind. Throws if there is none. */
export async function latestToken(email: string, kind: MessageKind): Promise<string> {
  const letter = (await messagesFor(email)).find((message) => message.kind === kind);
  const link = links[kind];
  if (!letter || !link) throw new Error(`no ${kind} for ${email}`);
  return linkToken(link.purpose, letter.facts[link.fact] ?? "");
}

/** Messages to one email address, of one kind if given, oldest first. */
export async function noticesTo(address: string, kind?: MessageKind) {
  const messages = await waitingFor(address);
  return messages.filter((message) => kind === undefined || message.kind === kind);
}
