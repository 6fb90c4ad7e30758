import type { InboxMessage } from "./inbox-message";

const style = `
:root{color-scheme:light dark;--bg:#f6f7f9;--panel:#fff;--line:#e3e7ee;--ink:#0f1728;--muted:#5b677a;--code:#2450c4}
@media(prefers-color-scheme:dark){:root{--bg:#0c1017;--panel:#131924;--line:#252e3d;--ink:#e8ecf4;--muted:#9aa6b8;--code:#9db8ff}}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:560px;margin:0 auto;padding:32px 16px 64px}
h1{font-size:20px;margin:0 0 4px}p{margin:0;color:var(--muted)}a{color:var(--code)}
h2{font-size:15px;margin:0 0 6px}
ol{list-style:none;margin:24px 0 0;padding:0;display:grid;gap:12px}
li{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:14px 16px}
header{display:flex;justify-content:space-between;gap:12px;color:var(--muted);font-size:13px;margin-bottom:6px}
pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}
strong{font:600 22px/1.3 ui-monospace,monospace;color:var(--code);letter-spacing:.12em;display:block}`;

/** Shows SMS with the code large, and mails with their text and links. Reloads itself every three seconds. */
export function inboxPage(messages: InboxMessage[]): string {
  // Numbered from the oldest, so that a mail keeps its address when new ones arrive.
  const items = messages.map((message, index) => item(message, messages.length - index)).join("");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>Demo phone and mailbox</title><style>${style}</style></head>
<body><main><h1>Demo phone and mailbox</h1><p>Every SMS and e-mail the demo sends arrives here, newest first.</p>
<ol>${items || "<li><p>Nothing has arrived yet. Ask for an OTP in the dashboard.</p></li>"}</ol></main></body></html>`;
}

function item(message: InboxMessage, place: number): string {
  const { to, at, channel } = message;
  const head = `<header><span>${escapeHtml(to)}</span><time datetime="${escapeHtml(at)}">${escapeHtml(at.slice(11, 19))} UTC</time></header>`;
  return `<li>${head}${channel === "sms" ? sms(message) : mail(message, place)}</li>`;
}

function sms({ body }: InboxMessage): string {
  const code = body.match(/\d{6}/)?.[0];
  return `${code ? `<strong>${code}</strong>` : ""}<pre>${escapeHtml(body)}</pre>`;
}

function mail({ body, subject = "" }: InboxMessage, place: number): string {
  const text = escapeHtml(body.slice(subject.length).trim());
  const linked = text.replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
  return `<h2>${escapeHtml(subject)}</h2><pre>${linked}</pre><p><a href="/mail/${place}">As it looks</a></p>`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
