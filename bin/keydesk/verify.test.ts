/** `keydesk audit verify`, as an operator or an auditor runs it (G-5). */
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { publicKeysOf, writePublicKey } from "@/lib/audit/head";
import { shipHeads } from "@/lib/audit/ship-heads";
import { aSink, asOwner } from "@/lib/testing/heads";
import { aKey } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { asServingRole } from "@/lib/testing/serving";
import { keydesk } from "./program";

let said: { stdout: string; stderr: string };
let sink: ReturnType<typeof aSink>;

beforeEach(() => {
  sink = aSink();
  said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((chunk) => {
      said[name] += chunk;
      return true;
    });
});
afterEach(() => {
  vi.restoreAllMocks();
  sink.remove();
});

/** What an auditor says who may not sign: the file, and the public key. */
function heads(): string[] {
  const [[id, key] = []] = publicKeysOf(sink.shipping.keys);
  if (!id || !key) throw new Error("no key");
  return ["--heads", sink.path, "--public-key", `${id}:${writePublicKey(key)}`];
}

async function aMerchant(): Promise<string> {
  const actor = await anActor();
  await aKey(actor);
  await shipHeads(sink.shipping);
  return actor.merchant.id;
}

test("a trail that nobody touched is what was written, and what cannot be seen is said", async () => {
  const id = await aMerchant();
  const verify = ["audit", "verify", "--merchant", id];
  expect(await asServingRole(() => keydesk([...verify, ...heads()]))).toBe(0);
  expect(said.stdout).toBe("The trail is what was written.\n");
  expect(said.stderr).toContain(
    "Computed again: 2 entries in 1 chain.\nCompared with 1 shipped head.\n",
  );
  said.stderr = "";
  expect(await keydesk(verify)).toBe(0);
  expect(said.stderr).toContain("a tail that was cut and a chain that was removed cannot be seen");
});

test("a cut tail and a removed chain are said with merchant and number, and the exit code is 1", async () => {
  const cut = await aMerchant();
  const removed = await aMerchant();
  await asOwner(
    sql`delete from audit_events where chain = ${cut} and seq = 2`,
    sql`delete from audit_events where chain = ${removed}`,
  );
  for (const id of [cut, removed])
    expect(await keydesk(["audit", "verify", "--merchant", id])).toBe(0);
  said = { stdout: "", stderr: "" };
  expect(await keydesk(["audit", "verify", "--merchant", cut, ...heads()])).toBe(1);
  expect(said.stdout).toBe("");
  expect(said.stderr).toMatch(
    new RegExp(
      `^The trail of merchant ${cut} .* ends at entry 1, and entry 2 is gone; .*\\.$`,
      "m",
    ),
  );
  said = { stdout: "", stderr: "" };
  expect(await keydesk(["audit", "verify", "--json", ...heads()])).toBe(1);
  const { findings } = JSON.parse(said.stdout);
  const found = findings.filter(({ chain }: { chain: string }) => [cut, removed].includes(chain));
  expect(found).toMatchObject([
    { chain: cut, what: "cut", seq: 2 },
    { chain: removed, what: "gone", seq: 2 },
  ]);
});

test("heads that cannot be read, and heads without a key, are no proof", async () => {
  const verify = (...args: string[]) => keydesk(["audit", "verify", ...args]);
  const [, , option = "", key = ""] = heads();
  expect(await verify("--heads", `${sink.path}.none`, option, key)).toBe(1);
  expect(said.stderr).toMatch(
    /^There is no file of heads at file:.*shipped none yet, or the file is gone\.$/m,
  );
  expect(await verify("--heads", sink.path)).toBe(2);
  expect(await verify("--public-key", "a1:short")).toBe(2);
});
