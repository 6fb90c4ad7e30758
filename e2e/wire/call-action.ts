/**
 * Server actions, called as an attacker would: straight by POST, without the page. The ids come from the build's own
 * manifest, so that an action which stands in no list of ours is called too (SECURITY C-3: an id is no secret).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ActionState } from "@/lib/web/action-state";
import { hostOf, type RawAnswer, type RawRequest, send } from "./raw-request";

export interface ActionRef {
  id: string;
  /** As the source exports it. */
  name: string;
  /** A page that has it. */
  path: string;
}

/** Every action of the build that the shared dashboard serves. */
export function listActions(): ActionRef[] {
  const buildDir = process.env.KEYDESK_E2E_BUILD ?? "";
  const file = join(buildDir, ".next/server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { exportedName: string; workers: Record<string, unknown> }>;
  };
  return Object.entries(node).map(([id, { exportedName: name, workers }]) => {
    // "app/(auth)/login/page" is served at "/login".
    const [page = ""] = Object.keys(workers);
    return { id, name, path: page.replace(/^app|\/\([^)]*\)|\/page$/g, "") || "/" };
  });
}

export function findAction(name: string): ActionRef {
  const found = listActions().find((action) => action.name === name);
  if (!found) throw new Error(`the build has no action ${name}`);
  return found;
}

export type Field = readonly [name: string, value: string | { file: string }];

type Fields = Record<string, string> | readonly Field[];

export interface ActionCall extends Pick<RawRequest, "path" | "port" | "isChunked" | "tls"> {
  /** An export's name, or anything as an id. */
  action: string | ActionRef;
  fields?: Fields;
  /** Instead of a form: the whole body and its type. */
  raw?: { type: string; body: string | Buffer };
  brandHost?: string;
  cookie?: string | undefined;
  /** Added last; an empty value takes a header away. */
  headers?: Record<string, string | undefined>;
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
  const { action, fields = {}, raw, brandHost = "razorpay.localhost", cookie, ...rest } = o;
  const ref = typeof action === "string" ? findAction(action) : action;
  const host = hostOf(brandHost, o.port);
  const { type, body } = raw ?? encodeForm(fields);
  const given = {
    accept: "text/x-component",
    "next-action": ref.id,
    "content-type": type,
    origin: `http://${host}`,
    "sec-fetch-site": "same-origin",
    cookie,
    ...o.headers,
  };
  const headers = Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  const answer = await send({ method: "POST", path: ref.path, ...rest, host, headers, body });
  const { "x-action-redirect": redirect, location, "set-cookie": setCookies = [] } = answer.headers;
  const to = `${redirect ?? location ?? ""}`.split(";")[0] || null;
  return { ...answer, state: decodeState(answer), location: to, setCookies };
}

export const boundary = "----keydesk-machine-test";

/** `[null, FormData]` as React's `encodeReply` sends it: field "0" points at the fields of prefix "_1_". */
export function encodeForm(fields: Fields) {
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
  const rowOf = (id: string) =>
    JSON.parse(new RegExp(`^${id}:([[{"].*)$`, "m").exec(body)?.[1] ?? "null");
  const pointer: string | undefined = rowOf("0")?.a?.replace("$@", "");
  return pointer ? rowOf(pointer) : null;
}
