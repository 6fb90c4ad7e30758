import { randomBytes } from "node:crypto";
import { getHeapSnapshot } from "node:v8";
import { expect, test } from "vitest";
import { mintCredentials } from "@/lib/api-keys/secret";
import { forwardedAddress } from "@/lib/core/client-address";
import { orgs } from "@/lib/orgs/orgs";
import { basic } from "@/lib/testing/basic";
import { aMemoryAuthorizer, storedKey } from "@/lib/testing/memory-authorizer";
import type { KeyCache } from "./key-cache";
import type { StoredKey } from "./stored-key";

async function heapText(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of getHeapSnapshot()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("latin1");
}

const peppers = { current: "k1", ring: new Map([["k1", randomBytes(32)]]) };

/**
 * Sends twenty keys through an authorizer, each twice, which then keeps only what its cache keeps. Returns the last part
 * of each secret, as text and as it stood in the header.
 */
async function fill(addresses: Set<string>): Promise<{ cache: KeyCache; ends: Buffer[] }> {
  const ends: Buffer[] = [];
  const rows = new Map<string, StoredKey>();
  const { cache, decide } = aMemoryAuthorizer(peppers, rows);
  for (let count = 0; count < 20; count++) {
    const key = mintCredentials(orgs.razorpay, "test");
    rows.set(key.keyId, storedKey(peppers, key));
    const header = basic(key);
    for (let time = 0; time < 2; time++)
      expect(await decide(header)).toMatchObject({ verdict: "allowed" });
    addresses.add(forwardedAddress(`${key.secret}, 203.0.113.1${count}`, 1, null) ?? "");
    // Kept as reversed bytes, so that the test itself holds no secret as text.
    for (const end of [key.secret.slice(-30), header.slice(-40)])
      ends.push(Buffer.from(end).reverse());
  }
  return { cache, ends };
}

test("nothing in memory keeps a secret (DESIGN §5: digests, never secrets)", async () => {
  const addresses = new Set<string>();
  const { cache, ends } = await fill(addresses);
  expect(addresses.size).toBe(20);
  // V8 keeps the last text that any regular expression matched.
  await fill(new Set());
  const text = await heapText();
  expect(text).toContain("203.0.113.1");
  expect([cache.size, ends.length]).toEqual([20, 40]);
  const found = ends.filter((end) => text.includes(Buffer.from(end).reverse().toString("latin1")));
  expect(found).toHaveLength(0);
});
