import { isReady } from "@/db/is-ready";

/** 200 when the process can do its work, otherwise 503. */
export async function readyResponse(): Promise<Response> {
  const ready = await isReady();
  return new Response(ready ? "ready\n" : "not ready\n", {
    status: ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
