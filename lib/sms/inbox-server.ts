/**
 * The stand-in phone and mailbox of the demo and the tests: a gateway like any other, which keeps what it
 * is sent in memory and shows it. Loopback only; holds codes in the clear, so never a part of production.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { inboxPage } from "./inbox-page";

export interface InboxMessage {
  to: string;
  channel: "sms" | "email";
  body: string;
  at: string;
}

export interface Inbox {
  url: string;
  stop(): Promise<void>;
}

const maxMessages = 500;
const maxBodyBytes = 64 * 1024;

/** Serves `GET /` (a page), `GET /messages?to=` (newest first) and `POST /messages`. Port 0 takes a free one. */
export async function startInbox(options: { port: number }): Promise<Inbox> {
  const messages: InboxMessage[] = [];
  const references = new Set<string>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => send(response, 400, "text/plain", "Bad request\n"));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://inbox");
    if (url.pathname === "/messages" && request.method === "POST") {
      receive(await readJson(request));
      return send(response, 202, "application/json", "{}\n");
    }
    if (request.method !== "GET") return send(response, 405, "text/plain", "Method not allowed\n");
    const shown = select(messages, url);
    if (url.pathname === "/messages")
      return send(response, 200, "application/json", `${JSON.stringify(shown)}\n`);
    if (url.pathname === "/")
      return send(response, 200, "text/html; charset=utf-8", inboxPage(shown));
    return send(response, 404, "text/plain", "Not found\n");
  }

  function receive(input: Record<string, unknown>): void {
    const { to, body, channel, reference } = input;
    if (typeof to !== "string" || typeof body !== "string")
      throw new Error("to and body are strings");
    if (typeof reference === "string") {
      if (references.has(reference)) return;
      references.add(reference);
    }
    messages.unshift({
      to,
      channel: channel === "email" ? "email" : "sms",
      body,
      at: new Date().toISOString(),
    });
    messages.length = Math.min(messages.length, maxMessages);
  }

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => close(server) };
}

/** `to` accepts "+" and "%2B": a bare "+" in a query reads as a space. */
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

function close(server: ReturnType<typeof createServer>): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
