/** A comparison is one only where the servers do the same: every contender must let the same requests pass, alike. */
import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import type { Contender } from "./rounds";

const identity = ["x-key-id", "x-merchant-id", "x-mode", "x-org", "cache-control"];
const asked = 20;

/** Throws unless all answer their first requests with 204 and the five headers, and nothing with 401. */
export async function requireSameAnswers(contenders: Contender[]): Promise<void> {
  const seen = new Map<string, string>();
  for (const { name, url, requests } of contenders) {
    const lines = readFileSync(requests, "utf8").split("\n").slice(0, asked);
    for (const line of lines) {
      const { status, headers } = await ask(url, line);
      const said = identity.map((header) => headers[header]).join(" ");
      const isWhole = identity.every((header) => headers[header]);
      if (status !== 204 || !isWhole) throw new Error(`${name} answered ${status} with "${said}".`);
      const before = seen.get(line) ?? said;
      if (before !== said)
        throw new Error(`${name} says "${said}" where another says "${before}".`);
      seen.set(line, said);
    }
    const { status } = await ask(url, "X-Nothing: none");
    if (status !== 401) throw new Error(`${name} answered ${status} to a request without a key.`);
  }
}

function ask(url: string, line: string): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  const colon = line.indexOf(": ");
  const headers = { [line.slice(0, colon)]: line.slice(colon + 2) };
  return new Promise((done, fail) => {
    const call = request(`${url}/authorize`, { agent: false, headers }, (answer) => {
      answer.resume().on("end", () => {
        done({ status: answer.statusCode ?? 0, headers: answer.headers });
      });
    });
    call.on("error", fail).end();
  });
}
