/** Keys whose secrets the bench knows, and the files that servers and load tools read them from. */
import { readFileSync, writeFileSync } from "node:fs";
import { type Credentials, mintCredentials } from "@/lib/api-keys/secret";
import { hmacSha256, randomBase62 } from "@/lib/core/crypto";
import type { Mode } from "@/lib/core/mode";
import { orgs } from "@/lib/orgs/orgs";
import { basic } from "@/lib/testing/basic";

export interface BenchKey extends Credentials {
  mode: Mode;
  merchantId: string;
  secretHash: Buffer;
  /** Null on a current key; below zero it has ended. */
  endsInHours: number | null;
}

export type KeySets = ReturnType<typeof mintKeySets>;

const sizes = { hot: 1_000, test: 200, retiring: 50, revoked: 50 };

export function mintKeySets(pepper: Buffer, coldCount: number) {
  const many = (count: number, mode: Mode, endsInHours: number | null) =>
    Array.from({ length: count }, (): BenchKey => {
      const credentials = mintCredentials(orgs.razorpay, mode);
      const secretHash = hmacSha256(pepper, credentials.secret);
      const merchantId = `mer_${randomBase62(20)}`;
      return { ...credentials, mode, merchantId, secretHash, endsInHours };
    });
  return {
    /** What the cached rounds ask about. */
    hot: many(sizes.hot, "live", null),
    test: many(sizes.test, "test", null),
    retiring: many(sizes.retiring, "live", 20),
    revoked: many(sizes.revoked, "live", -1),
    /** In the large table only: too many for a small cache. */
    cold: many(coldCount, "live", null),
  };
}

/** One request a line, as its one header: "Name: value". */
export function writeRequests(path: string, keys: BenchKey[]): void {
  writeFileSync(path, `${keys.map((key) => `Authorization: ${basic(key)}`).join("\n")}\n`);
}

export function readRequests(path: string): Record<string, string>[] {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => Object.fromEntries([line.split(/: (.*)/s).slice(0, 2)]));
}

/** As `bench/servers/memory-check.ts` reads them. */
export function writeKeys(path: string, keys: BenchKey[]): void {
  const lines = keys.map(({ keyId, merchantId, mode, secretHash }) =>
    [keyId, merchantId, mode, "razorpay", secretHash.toString("base64")].join(","),
  );
  writeFileSync(path, `${lines.join("\n")}\n`);
}
