/** The stand-in mailbox's mail server. It listens on loopback, accepts every mail and needs no login. */
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { listen } from "@/bin/process/ports";

export interface ReceivedMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
}

export interface InboxSmtp {
  url: string;
  stop(): Promise<void>;
}

const maxMailBytes = 512 * 1024;

/** Port 0 picks a free one. `receive` is called once for each recipient of a mail. */
export async function startInboxSmtp(
  port: number,
  receive: (mail: ReceivedMail) => void,
): Promise<InboxSmtp> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: maxMailBytes,
    logger: false,
    closeTimeout: 200,
    onData(stream, session, done) {
      read(stream).then(
        ({ subject = "", text = "", html = "", messageId = "" }) => {
          for (const { address } of session.envelope.rcptTo)
            receive({ to: address, subject, text, html, messageId });
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  // Ignores clients that hang up halfway.
  server.on("error", () => undefined);
  const taken = await listen(server.server, port);
  return {
    url: `smtp://127.0.0.1:${taken}`,
    stop: () => new Promise((done) => server.close(() => done())),
  };
}

async function read(stream: Readable) {
  return PostalMime.parse(await buffer(stream));
}
