/** The least that a check of a key can be, shared by the servers that the authorizer is compared with. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";

interface Known {
  secretHash: Buffer;
  headers: Record<string, string>;
}

/** `BENCH_KEYS` names a file of lines "key id, merchant, mode, org, base64 of the hash"; `BENCH_PEPPER` is base64. */
export function readChecker(): (authorization: string | null | undefined) => Known | undefined {
  const pepper = Buffer.from(process.env.BENCH_PEPPER ?? "", "base64");
  const keys = new Map<string, Known>();
  for (const line of readFileSync(process.env.BENCH_KEYS ?? "", "utf8")
    .trim()
    .split("\n")) {
    const [keyId = "", merchant = "", mode = "", org = "", hash = ""] = line.split(",");
    const identity = identityHeaders(keyId, merchant, mode, org);
    keys.set(keyId, { secretHash: Buffer.from(hash, "base64"), headers: identity });
  }
  return (authorization) => {
    const pair = Buffer.from(authorization?.slice("Basic ".length) ?? "", "base64").toString();
    const colon = pair.indexOf(":");
    const known = keys.get(pair.slice(0, colon));
    const digest = createHmac("sha256", pepper)
      .update(pair.slice(colon + 1))
      .digest();
    return known && timingSafeEqual(digest, known.secretHash) ? known : undefined;
  };
}

/** What a 204 carries (DESIGN 5). */
export function identityHeaders(
  keyId: string,
  merchant: string,
  mode: string,
  org: string,
): Record<string, string> {
  return {
    "X-Key-Id": keyId,
    "X-Merchant-Id": merchant,
    "X-Mode": mode,
    "X-Org": org,
    "Cache-Control": "no-store",
  };
}
