/** Mail leaves here, by SMTP as SMTP_URL says: smtps:// is TLS from the start, smtp:// takes STARTTLS where offered. */
import nodemailer from "nodemailer";
import type { Org } from "@/lib/orgs/org";

export interface Mail {
  /** Same id, same message: mailboxes and relays drop a repeated one. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface MailSender {
  /** Resolves when the server has taken it. Throws whatever went wrong, in bounded time. */
  send(org: Pick<Org, "mailFrom">, mail: Mail): Promise<void>;
  close(): void;
}

const maxConnections = 4;
const connectMs = 10_000;
const socketMs = 20_000;

/** A small pool: connections are opened when there is mail, and kept for the next ones. */
export function openMailSender(smtpUrl: string): MailSender {
  const transport = nodemailer.createTransport(
    {
      url: smtpUrl,
      pool: true,
      maxConnections,
      maxMessages: 200,
      // The outbox tries again, and knows better when.
      maxRequeues: 0,
      connectionTimeout: connectMs,
      greetingTimeout: connectMs,
      dnsTimeout: connectMs,
      socketTimeout: socketMs,
      // Nothing of a message may name a file or an address to be read.
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
        // As an object: a comma or bracket in it never makes a second recipient.
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

/** What failed, in a word for the log and the outbox: never an address, never what was sent. */
export function describeMailError(error: unknown): string {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  const said = [code, responseCode].filter((part) => /^[\w-]{1,20}$/.test(String(part ?? "")));
  return said.length > 0 ? said.join(" ") : "failed";
}
