/**
 * Sends mail by SMTP. In SMTP_URL, smtps:// means TLS from the start; smtp:// uses STARTTLS if the server offers it.
 */
import nodemailer from "nodemailer";
import type { Org } from "@/lib/orgs/org";

export interface Mail {
  /** Identifies the message, so that mailboxes and relays drop a repeated one. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface MailSender {
  /** Resolves when the mail server has taken the mail. Rejects within bounded time otherwise. */
  send(org: Pick<Org, "mailFrom">, mail: Mail): Promise<void>;
  close(): void;
}

const maxConnections = 4;
const connectMs = 10_000;
const socketMs = 20_000;

/** Opens connections when there is mail, and keeps them for the next ones. */
export function openMailSender(smtpUrl: string): MailSender {
  const transport = nodemailer.createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections,
      maxMessages: 200,
      // The outbox does the retries, with its own back-off.
      maxRequeues: 0,
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      dnsTimeout: connectMs,
      socketTimeout: socketMs,
      // No part of a message may make nodemailer read a file or a URL.
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    {},
  );
  return {
    async send({ mailFrom }, { id, to, subject, text, html }) {
      await transport.sendMail({
        messageId: messageIdOf(mailFrom.address, id),
        from: mailFrom,
        // Given as an object, so that a comma or bracket cannot add a second recipient.
        to: { name: "", address: to },
        subject,
        text,
        html,
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      });
    },
    close: () => transport.close(),
  };
}

function messageIdOf(from: string, id: string): string {
  return `<${id}@${from.slice(from.indexOf("@") + 1)}>`;
}

/** A short reason for the log and the outbox. It never contains an address or any content. */
export function describeMailError(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const said = [code, responseCode].filter((part) => /^[\w-]{1,20}$/.test(String(part ?? "")));
  return said.length > 0 ? said.join(" ") : "failed";
}
