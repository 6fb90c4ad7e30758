/** Reads the stand-in phone and mailbox, as a user would. */
import { setTimeout as sleep } from "node:timers/promises";
import type { InboxMessage } from "./inbox-message";

/** SMS to a number, or mails to an address, newest first. */
export async function messagesTo(
  to: string,
  gatewayUrl = process.env.SMS_GATEWAY_URL ?? "",
): Promise<InboxMessage[]> {
  const response = await fetch(`${gatewayUrl}?to=${encodeURIComponent(to)}`);
  return (await response.json()) as InboxMessage[];
}

/** The newest code sent to this number. Throws if there is none. */
export async function latestCode(mobile: string, gatewayUrl?: string): Promise<string> {
  const bodies = (await messagesTo(mobile, gatewayUrl)).map(({ body }) => body);
  // The newest SMS may be a notice, so search for the newest one with a code.
  const code = bodies.map((body) => body.match(/\d{6}/)?.[0]).find(Boolean);
  if (!code) throw new Error(`no code was sent to ${mobile}`);
  return code;
}

const mailWaitMs = 10_000;

/** Waits for a mail to this address with this subject, and returns the newest. Throws if none comes. */
export async function latestMail(address: string, subject: RegExp): Promise<InboxMessage> {
  const deadline = Date.now() + mailWaitMs;
  while (Date.now() < deadline) {
    const mails = await messagesTo(address);
    const mail = mails.find((message) => subject.test(message.subject ?? ""));
    if (mail) return mail;
    await sleep(50);
  }
  throw new Error(`no mail about ${subject} came to ${address}`);
}

/**
 * Waits for a mail to this address with a link to `path`, and returns the link's path and query. Throws if none comes.
 */
export async function mailedLink(address: string, path: string): Promise<string> {
  const deadline = Date.now() + mailWaitMs;
  while (Date.now() < deadline) {
    const links = (await messagesTo(address)).flatMap(
      ({ body }) => body.match(/https?:\/\/\S+/g) ?? [],
    );
    const link = links.map((text) => new URL(text)).find(({ pathname }) => pathname === path);
    if (link) return `${link.pathname}${link.search}`;
    await sleep(50);
  }
  throw new Error(`no mail with a link to ${path} came to ${address}`);
}

/** The first link in the mail's text that contains `path`, such as "/not-me?". */
export function linkIn({ body }: InboxMessage, path: string): string {
  const links = body.match(/https?:\/\/\S+/g) ?? [];
  const link = links.find((url) => url.includes(path));
  if (!link) throw new Error(`the mail has no link to ${path}`);
  return link;
}
