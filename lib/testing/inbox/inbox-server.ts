/**
 * The stand-in phone and mailbox of the demo and the tests. It accepts SMS like a gateway, keeps them in memory and
 * shows them. It listens on loopback only, and must never run in production, because it shows codes in clear text.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { close, listen } from "@/bin/process/ports";
import type { InboxMessage } from "./inbox-message";
import { inboxPage } from "./inbox-page";
import { type ReceivedMail, startInboxSmtp } from "./inbox-smtp";

export interface Inbox {
  url: string;
  /** The address of its mail server. */
  smtpUrl: string;
  stop(): Promise<void>;
}

const maxMessages = 2_000;
const maxBodyBytes = 64 * 1024;
/** A mail is shown as it came, and this policy keeps it from running scripts or loading anything. */
const mailPolicy = "sandbox allow-popups; default-src 'none'; style-src 'unsafe-inline'";

/**
 * Serves `GET /` (a page), `GET /messages?to=` (newest first), `POST /messages` for SMS, and SMTP. A message with a
 * repeated reference or Message-ID is dropped. Port 0 picks a free one.
 */
export async function startInbox(options: { port: number; smtpPort?: number }): Promise<Inbox> {
  const messages: InboxMessage[] = [];
  const keep = keepOnce(messages);
  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, 400, "text/plain", "Bad request\n"));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://inbox");
    if (url.pathname === "/messages" && request.method === "POST") {
      receiveSms(await readJson(request), keep);
      return send(response, 202, "application/json", "{}\n");
    }
    if (request.method !== "GET") return send(response, 405, "text/plain", "Method not allowed\n");
    const shown = select(messages, url);
    if (url.pathname === "/messages")
      return send(response, 200, "application/json", `${JSON.stringify(shown)}\n`);
    if (url.pathname === "/")
      return send(response, 200, "text/html; charset=utf-8", inboxPage(messages));
    const html = messages.at(
      -Number(/^\/mail\/(\d+)$/.exec(url.pathname)?.[1] ?? Number.NaN),
    )?.html;
    if (html === undefined) return send(response, 404, "text/plain", "Not found\n");
    response.setHeader("content-security-policy", mailPolicy);
    return send(response, 200, "text/html; charset=utf-8", html);
  }

  const port = await listen(server, options.port);
  const smtp = await startInboxSmtp(options.smtpPort ?? 0, (mail) => receiveMail(mail, keep));
  const stop = async () => {
    await Promise.all([close(server), smtp.stop()]);
  };
  return { url: `http://127.0.0.1:${port}`, smtpUrl: smtp.url, stop };
}

type Keep = (reference: string, message: Omit<InboxMessage, "at">) => void;

/** Adds messages at the front. A message with a known reference is dropped. */
function keepOnce(messages: InboxMessage[]): Keep {
  const references = new Set<string>();
  return (reference, { to, channel, body, ...mail }) => {
    if (reference && references.has(reference)) return;
    references.add(reference);
    messages.unshift({ to, channel, body, at: new Date().toISOString(), ...mail });
    messages.length = Math.min(messages.length, maxMessages);
  };
}

function receiveSms({ to, body, reference }: Record<string, unknown>, keep: Keep): void {
  if (typeof to !== "string" || typeof body !== "string")
    throw new Error("to and body are strings");
  keep(typeof reference === "string" ? reference : "", { to, channel: "sms", body });
}

function receiveMail({ to, subject, text, html, messageId }: ReceivedMail, keep: Keep): void {
  const body = `${subject}\n\n${text}`;
  keep(messageId && `${messageId} ${to}`, { to, channel: "email", body, subject, html });
}

/** Accepts "+" and "%2B" in `to`, because a bare "+" in a query is read as a space. */
function select(messages: InboxMessage[], url: URL): InboxMessage[] {
  const to = url.searchParams.get("to")?.replace(/^ /, "+").trim();
  return to ? messages.filter((message) => message.to === to) : messages;
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > maxBodyBytes) throw new Error("too large");
  }
  return JSON.parse(text);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}
