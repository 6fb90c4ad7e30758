/**
 * A process of its own, so that its memory holds nothing else: sends keys through an authorizer, then searches all of
 * its memory for their secrets. Prints what it found as JSON (`HeapSearch`).
 */
import { randomBytes } from "node:crypto";
import { getHeapSnapshot } from "node:v8";
import { mintCredentials } from "@/lib/api-keys/secret";
import type { KeyCache } from "@/lib/authorizer/key-cache";
import type { StoredKey } from "@/lib/authorizer/stored-key";
import { forwardedAddress } from "@/lib/core/client-address";
import { orgs } from "@/lib/orgs/orgs";
import { basic } from "./basic";
import { aMemoryAuthorizer, storedKey } from "./memory-authorizer";

export interface HeapSearch {
  keptKeys: number;
  keptAddresses: number;
  /** Whether what is kept was seen in the memory: else nothing was searched. */
  isAddressSeen: boolean;
  searchedFor: number;
  found: number;
}

const keys = 20;
const peppers = { current: "k1", ring: new Map([["k1", randomBytes(32)]]) };

async function heapText(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of getHeapSnapshot()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("latin1");
}

/**
 * Sends keys through an authorizer, each twice, which then keeps only what its cache keeps. Returns the last part of each
 * secret, as text and as it stood in the header.
 */
async function fill(addresses: Set<string>): Promise<{ cache: KeyCache; ends: Buffer[] }> {
  const ends: Buffer[] = [];
  const rows = new Map<string, StoredKey>();
  const { cache, decide } = aMemoryAuthorizer(peppers, rows);
  for (let count = 0; count < keys; count++) {
    const key = mintCredentials(orgs.razorpay, "test");
    rows.set(key.keyId, storedKey(peppers, key));
    const header = basic(key);
    for (let time = 0; time < 2; time++)
      if ((await decide(header)).verdict !== "allowed") throw new Error("a good key did not pass");
    addresses.add(forwardedAddress(`${key.secret}, 203.0.113.1${count}`, 1, null) ?? "");
    // Kept as reversed bytes, so that the search itself holds no secret as text.
    for (const end of [key.secret.slice(-30), header.slice(-40)])
      ends.push(Buffer.from(end).reverse());
  }
  return { cache, ends };
}

const addresses = new Set<string>();
const { cache, ends } = await fill(addresses);
// V8 keeps the last text that any regular expression matched.
await fill(new Set());
const text = await heapText();
const found = ends.filter((end) => text.includes(Buffer.from(end).reverse().toString("latin1")));
const search: HeapSearch = {
  keptKeys: cache.size,
  keptAddresses: addresses.size,
  isAddressSeen: text.includes("203.0.113.1"),
  searchedFor: ends.length,
  found: found.length,
};
process.stdout.write(JSON.stringify(search));
