/** Requests that would write into a log what they like, if it were not JSON. */
import { callAction } from "./call-action";
import type { Caller } from "./caller";
import { hostOf, send, sendBytes } from "./raw-request";

/** What would begin a second line, move a terminal's cursor, turn the text round, or never end. */
export const planted = [
  '"}\n{"level":60,"msg":"planted"}',
  "\r\nplanted",
  "\u001b[2J\u001b]0;planted\u0007",
  "\u009b31mplanted",
  "\u2028planted\u202e",
  "%0a%0dplanted",
  "x".repeat(3_000),
];

/** In the request line, in headers where Node lets them pass, and in forms. */
export async function sendsHostileRequests(caller: Caller, text: string): Promise<void> {
  const quoted = encodeURIComponent(text);
  const raw = Buffer.from(text.replace(/[\r\n]/g, "\t")).toString("latin1");
  const headers = ["User-Agent", "X-Forwarded-For", "Referer", "Cookie: __Host-keydesk-session"];
  await sendBytes(
    [
      `GET /login/${quoted}?a=${quoted} HTTP/1.1`,
      `Host: ${hostOf(caller.brandHost)}`,
      ...headers.map((name) => (name.startsWith("Cookie") ? `${name}=${raw}` : `${name}: ${raw}`)),
      "Connection: close\r\n\r\n",
    ].join("\r\n"),
  );
  const report = { "blocked-uri": text.slice(0, 300), "effective-directive": text.slice(0, 100) };
  const body = JSON.stringify({ "csp-report": report });
  await send({ method: "POST", path: "/api/csp-report", body });
  const cookie = `__Host-keydesk-session=${quoted}`;
  for (const path of ["/api/auth/session", "/account-settings/api-keys"])
    await send({ path, headers: { cookie } });
  await callAction({ action: "logInAction", fields: { email: text, password: text } });
  await caller.call("changeNameAction", { name: text });
}

/** Next writes about these itself. */
export async function sendsWhatNextLogs(caller: Caller): Promise<void> {
  const unknown = { id: "7f".repeat(21), name: "", path: "/login" };
  await callAction({ action: unknown, fields: {} });
  await callAction({ action: "logInAction", raw: { type: "text/plain", body: "\u001b[2J" } });
  await caller.get("/%E0%A4%A");
}
