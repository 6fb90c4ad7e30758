/** Where signed heads are kept, off the host: a file that is only appended to, or an HTTP collector (G-8). */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export interface Sink {
  url: string;
  /** Sent as `Authorization: Bearer`. */
  token?: string | undefined;
}

/** Shorter than a transaction may be idle: the worker appends in one. */
const timeoutMs = 8_000;

/** Returns once the sink has them for good; throws when that is not sure. Whoever calls then sends them again. */
export async function appendToSink(sink: Sink, lines: string): Promise<void> {
  if (sink.url.startsWith("file:")) return appendToFile(fileURLToPath(sink.url), lines);
  const answer = await fetch(sink.url, {
    method: "POST",
    headers: { ...authorization(sink), "content-type": "application/x-ndjson" },
    body: lines,
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The sink of audit heads answers ${answer.status}.`);
}

async function appendToFile(path: string, lines: string): Promise<void> {
  const file = await open(path, "a+", 0o600);
  try {
    const { size } = await file.stat();
    // A crash may have cut the last line off: the next one must not become part of it.
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    const gap = size > 0 && last.toString() !== "\n" ? "\n" : "";
    await file.appendFile(`${gap}${lines}`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The lines that the sink holds, oldest first. Throws when it cannot be read. */
export async function* readSink(sink: Sink): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of openSink(sink)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines.filter(Boolean);
  }
  if (rest) yield rest;
}

async function* openSink(sink: Sink): AsyncGenerator<Uint8Array> {
  if (sink.url.startsWith("file:")) return yield* createReadStream(fileURLToPath(sink.url));
  const answer = await fetch(sink.url, { headers: authorization(sink), redirect: "error" });
  if (!answer.ok || !answer.body) throw new Error(`it answers ${answer.status}`);
  yield* answer.body;
}

const authorization = ({ token }: Sink): Record<string, string> =>
  token ? { authorization: `Bearer ${token}` } : {};
