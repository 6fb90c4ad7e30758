/** What operations.md tells an operator to watch for in the authorizer's log is really said there. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findFreePort } from "@/bin/process/ports";
import { mintCredentials } from "@/lib/api-keys/secret";
import { parseAuthorizerEnv } from "@/lib/core/authorizer-env";
import { makeLog } from "@/lib/core/make-log";
import { orgs } from "@/lib/orgs/orgs";
import { askOnce } from "@/lib/testing/authorizer";
import { type RunningAuthorizer, startAuthorizer } from "./start-authorizer";

const lines: string[] = [];
const said = (words: string) =>
  lines.map((line) => JSON.parse(line)).find(({ msg }) => `${msg}`.startsWith(words));
let authorizer: RunningAuthorizer;

beforeAll(async () => {
  const settings = {
    AUTHORIZER_DATABASE_URL: `postgres://nobody:x@127.0.0.1:${await findFreePort()}/nothing`,
    KEY_PEPPERS: process.env.KEY_PEPPERS,
    AUTHORIZER_PORT: "0",
    AUTHORIZER_DRAIN_SECONDS: "0",
    AUTHORIZER_FLUSH_SECONDS: "0.1",
    AUTHORIZER_FAILURES_PER_MINUTE: "3",
  };
  const log = makeLog("authorizer", "info", { write: (line) => void lines.push(line) });
  authorizer = await startAuthorizer(parseAuthorizerEnv(settings), log);
});
afterAll(() => authorizer.stop());

test("a database that is away, keys that cannot be judged, counts that are not written, and many failures are said, each once in five seconds (R-22)", async () => {
  const key = mintCredentials(orgs.razorpay, "live");
  const url = `${authorizer.url}/authorize`;
  for (let time = 0; time < 5; time++) expect((await askOnce(url, key)).status).toBe(503);
  const typo = { ...key, secret: `${key.secret}x` };
  for (let time = 0; time < 5; time++) expect((await askOnce(url, typo)).status).toBe(401);
  const alarms = [
    "not listening for changes",
    "cannot know whether keys may pass",
    "usage not written",
    "many failures in a minute",
  ];
  for (const words of alarms) {
    await vi.waitFor(() => expect(said(words), words).toMatchObject({ level: 40 }), 4_000);
    expect(lines.filter((line) => line.includes(words))).toHaveLength(1);
  }
  expect(said("many failures")).toMatchObject({ subject: key.keyId });
  expect(lines.join("\n")).not.toContain(key.secret);
});
