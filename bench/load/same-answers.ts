/** What the servers of the bench answer: a comparison is one only where all let the same requests pass, alike. */
import { portOf, send } from "@/bin/process/http";
import { readRequests } from "./key-set";

const identity = ["x-key-id", "x-merchant-id", "x-mode", "x-org", "cache-control"];
const asked = 20;

/** Throws unless all answer their first requests with 204 and the five headers, and one without a key with 401. */
export async function requireSameAnswers(
  contenders: Record<string, { url: string; requests: string }>,
): Promise<void> {
  const seen = new Map<string, string>();
  for (const [name, { url, requests }] of Object.entries(contenders)) {
    const ask = (headers: Record<string, string>) =>
      send({ port: portOf(url), path: "/authorize", headers });
    for (const given of readRequests(requests).slice(0, asked)) {
      const { status, headers } = await ask(given);
      const said = identity.map((header) => headers[header]).join(" ");
      const isWhole = identity.every((header) => headers[header]);
      if (status !== 204 || !isWhole) throw new Error(`${name} answered ${status} with "${said}".`);
      const request = JSON.stringify(given);
      const before = seen.get(request) ?? said;
      if (before !== said)
        throw new Error(`${name} says "${said}" where another says "${before}".`);
      seen.set(request, said);
    }
    const { status } = await ask({});
    if (status !== 401) throw new Error(`${name} answered ${status} to a request without a key.`);
  }
}

export async function readMetric(url: string, name: string): Promise<number> {
  const { body } = await send({ port: portOf(url), path: "/metrics" });
  return Number(new RegExp(`^${name} (.*)$`, "m").exec(body)?.[1] ?? Number.NaN);
}
