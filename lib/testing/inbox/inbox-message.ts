/** One SMS or mail in the demo's stand-in phone and mailbox. */
export interface InboxMessage {
  to: string;
  channel: "sms" | "email";
  /** For a mail: the subject, an empty line, and the text. */
  body: string;
  at: string;
  /** Mails only. */
  subject?: string;
  html?: string;
}
