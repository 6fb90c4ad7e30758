import { getHeapSnapshot } from "node:v8";
import { expect, test } from "vitest";
import { mintCredentials } from "@/lib/api-keys/secret";
import { forwardedAddress } from "@/lib/core/client-address";
import { orgs } from "@/lib/orgs/orgs";
import { parseBasic } from "./basic-auth";
import { KeyCache } from "./key-cache";

async function heapText(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of getHeapSnapshot()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("latin1");
}

/**
 * Sends twenty keys through an authorizer, which then keeps only what its cache keeps. Returns the last part of each
 * secret.
 */
async function fill(cache: KeyCache, addresses: Set<string>): Promise<Buffer[]> {
  const ends: Buffer[] = [];
  for (let count = 0; count < 20; count++) {
    const { keyId, secret } = mintCredentials(orgs.razorpay, "live");
    const header = `Basic ${Buffer.from(`${keyId}:${secret}`).toString("base64")}`;
    const read = parseBasic(header);
    await cache.load(read?.keyId ?? "");
    addresses.add(forwardedAddress(`${secret}, 203.0.113.1${count}`, 1, null) ?? "");
    // Kept as reversed bytes, so that the test itself holds no secret as text.
    ends.push(Buffer.from(secret.slice(-30)).reverse());
  }
  return ends;
}

test("nothing in memory keeps a secret (DESIGN §5: digests, never secrets)", async () => {
  const cache = new KeyCache(100, async () => null);
  const addresses = new Set<string>();
  const ends = await fill(cache, addresses);
  expect(addresses.size).toBe(20);
  // V8 keeps the last text that any regular expression matched.
  await fill(cache, new Set());
  const text = await heapText();
  expect(text).toContain("203.0.113.1");
  expect(ends).toHaveLength(20);
  const found = ends.filter((end) => text.includes(Buffer.from(end).reverse().toString("latin1")));
  expect(found).toHaveLength(0);
});
