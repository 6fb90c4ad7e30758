/** One SMS or mail as the stand-in phone and mailbox keeps it. */
export interface InboxMessage {
  to: string;
  channel: "sms" | "email";
  /** Of a mail: its subject, an empty line, its text. */
  body: string;
  at: string;
  /** Mails only. */
  subject?: string;
  html?: string;
}
