/**
 * Server actions, called as an attacker would: straight by POST, without the page. The ids come from the build's own
 * manifest, so that an action which stands in no list of ours is called too (SECURITY C-3: an id is no secret).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionState } from "@/lib/web/action-state";
import { hostOf, type RawAnswer, send, sharedPort } from "./raw-request";

export interface ActionRef {
  id: string;
  /** As the source exports it. */
  name: string;
  /** A page that has it. */
  path: string;
}

interface Manifest {
  node: Record<string, { exportedName: string; workers: Record<string, unknown> }>;
}

/** Every action of the build that the shared dashboard serves. */
export function listActions(buildDir = process.env.KEYDESK_E2E_BUILD ?? ""): ActionRef[] {
  const file = join(buildDir, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return Object.entries(node).map(([id, { exportedName, workers }]) => ({
    id,
    name: exportedName,
    path: toPath(Object.keys(workers)[0] ?? ""),
  }));
}

export function findAction(name: string): ActionRef {
  const found = listActions().find((action) => action.name === name);
  if (!found) throw new Error(`the build has no action ${name}`);
  return found;
}

/** "app/(auth)/login/page" is served at "/login". */
function toPath(worker: string): string {
  return worker.replace(/^app|\/\([^)]*\)|\/page$/g, "") || "/";
}

export type Field = readonly [name: string, value: string | { file: string }];

export interface ActionCall {
  /** An export's name, or anything as an id. */
  action: string | ActionRef;
  fields?: Record<string, string> | readonly Field[];
  /** Instead of a form: the whole body and its type. */
  raw?: { type: string; body: string | Buffer };
  brandHost?: string;
  cookie?: string | undefined;
  /** Added last; an empty value takes a header away. */
  headers?: Record<string, string | undefined>;
  path?: string;
  port?: number;
  isChunked?: boolean;
}

export interface ActionAnswer extends RawAnswer {
  /** What the action returned; null when it redirected or was never reached. */
  state: ActionState<unknown> | null;
  /** Where it redirected to. */
  location: string | null;
  /** The cookies it set, whole. */
  setCookies: string[];
}

export async function callAction(o: ActionCall): Promise<ActionAnswer> {
  const ref = typeof o.action === "string" ? findAction(o.action) : o.action;
  const port = o.port ?? sharedPort();
  const host = hostOf(o.brandHost ?? "razorpay.localhost", port);
  const { type, body } = o.raw ?? encodeForm(o.fields ?? {});
  const given = {
    accept: "text/x-component",
    "next-action": ref.id,
    "content-type": type,
    origin: `http://${host}`,
    "sec-fetch-site": "same-origin",
    ...(o.cookie ? { cookie: o.cookie } : {}),
    ...o.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const isChunked = o.isChunked ?? false;
  const path = o.path ?? ref.path;
  const answer = await send({ method: "POST", path, host, headers, body, port, isChunked });
  return {
    ...answer,
    state: decodeState(answer),
    location:
      `${answer.headers["x-action-redirect"] ?? answer.headers.location ?? ""}`.split(";")[0] ||
      null,
    setCookies: answer.headers["set-cookie"] ?? [],
  };
}

export const boundary = "----keydesk-machine-test";

/** `[null, FormData]` as React's `encodeReply` sends it: field "0" points at the fields of prefix "_1_". */
export function encodeForm(fields: Record<string, string> | readonly Field[]) {
  const list = Array.isArray(fields) ? (fields as readonly Field[]) : Object.entries(fields);
  const parts = list.map(([name, value]) => [`_1_${name}`, value] as Field);
  return encodeParts([...parts, ["0", '[null,"$K1"]']]);
}

export function encodeParts(parts: readonly Field[]) {
  const text = parts.map(([name, value]) => {
    const isFile = typeof value !== "string";
    const file = isFile ? '; filename="f.txt"\r\nContent-Type: text/plain' : "";
    const content = isFile ? value.file : value;
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${content}\r\n`;
  });
  const body = `${text.join("")}--${boundary}--\r\n`;
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

/** React's answer has rows `id:json`; row 0 points at the row that holds the action's result. */
function decodeState({ headers, body }: RawAnswer): ActionState<unknown> | null {
  if (!`${headers["content-type"]}`.startsWith("text/x-component")) return null;
  const rows = new Map(
    body.split("\n").flatMap((line) => {
      const match = /^([0-9a-f]+):([[{"].*)$/.exec(line);
      return match ? [[match[1], match[2]] as const] : [];
    }),
  );
  const pointer = (JSON.parse(rows.get("0") ?? "{}") as { a?: string }).a?.replace("$@", "") ?? "";
  const row = rows.get(pointer);
  return row ? (JSON.parse(row) as ActionState<unknown>) : null;
}
