/** The operator's command as it is built: help, exit codes, JSON, and nothing secret on either stream (issue 4.9). */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect, test, withinBound } from "@/e2e/fixtures";
import { askShared } from "@/e2e/wire/ask";
import { keydesk } from "@/e2e/wire/keydesk";
import { shipHeads, shippingOf } from "@/lib/audit/ship-heads";
import { env } from "@/lib/core/env";
import { asOwner } from "@/lib/testing/heads";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession } from "@/lib/testing/people";
import { operatorsTrail } from "@/lib/testing/trail";

const commands: Record<string, string[]> = {
  merchant: ["create", "list", "show", "freeze", "unfreeze"],
  website: ["list", "approve", "refuse"],
  user: ["find", "unlock", "reset-two-step"],
  key: ["find", "deactivate", "freeze", "unfreeze"],
  audit: ["export", "failures", "public-keys", "verify"],
};

async function anOwnerWithKey() {
  const member = await aMember({ mobile: true, hasPassword: true });
  const key = await aKey(await actorOf(member, await aSession(member)));
  return { member, key };
}

test("every command explains itself, needs no configuration for it, and has --json", async () => {
  const bare = { DATABASE_URL: "", NEXTAUTH_SECRET: "" };
  const paths = Object.entries(commands).flatMap(([noun, verbs]) =>
    verbs.map((verb) => [noun, verb]),
  );
  const helps = await Promise.all(paths.map((path) => keydesk([...path, "--help"], bare)));
  for (const [index, { code, stdout, stderr }] of helps.entries()) {
    const path = paths[index]?.join(" ");
    expect([code, stderr], path).toEqual([0, ""]);
    expect(stdout, path).toContain(`Usage: keydesk ${path}`);
    expect(stdout, path).toContain("--json");
  }
  const { code, stdout } = await keydesk(["--help"], bare);
  expect(code).toBe(0);
  for (const noun of Object.keys(commands)) expect(stdout).toContain(`  ${noun} `);
});

test("misused is 2, refused is 1 with one sentence, and stdout stays empty for both", async () => {
  const misused = [
    ["merchant"],
    ["merchant", "freeze", "mer_x; drop"],
    ["key", "deactivate", "rzp_test_00000000000000"],
  ];
  const refused = [
    ["merchant", "freeze", "nobody@tests.test"],
    ["user", "unlock", "nobody@tests.test", "--json"],
  ];
  const run = (all: string[][]) => Promise.all(all.map((args) => keydesk(args)));
  for (const [index, { code, stdout, stderr }] of (await run(misused)).entries()) {
    expect([code, stdout], misused[index]?.join(" ")).toEqual([2, ""]);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
  for (const [index, { code, stdout, stderr }] of (await run(refused)).entries()) {
    expect([code, stdout], refused[index]?.join(" ")).toEqual([1, ""]);
    expect(stderr).toMatch(/^[A-Z].*\.\n$/);
  }
});

test("without a configuration or a database it says so, and shows neither address nor secret", async () => {
  const canary = "canarycanarycanary";
  const none = await keydesk(["merchant", "list"], { DATABASE_URL: "" });
  expect([none.code, none.stdout]).toEqual([2, ""]);
  expect(none.stderr).toContain("DATABASE_URL is missing");
  const away = await keydesk(["merchant", "list"], {
    DATABASE_URL: `postgres://u:${canary}@127.0.0.1:9/none`,
  });
  expect([away.code, away.stdout]).toEqual([1, ""]);
  expect(away.stderr).toMatch(/^The database cannot be reached/);
  expect(away.stderr).not.toContain(canary);
});

test("a merchant's life: created, found, frozen and unfrozen, each change one entry with the operator's name", async () => {
  const email = `o-${randomUUID()}@tests.test`;
  const who = ["--owner-email", email.toUpperCase(), "--owner-name", "Aina"];
  const args = ["merchant", "create", "--org", "curlec", "--name", "Kedai Aina", ...who];
  const created = await keydesk([...args, "--as", "boss", "--json"]);
  expect([created.code, created.stderr]).toEqual([0, ""]);
  const { merchantId } = JSON.parse(created.stdout);
  expect(merchantId).toMatch(/^mer_/);
  // The link goes to the owner's mailbox and nowhere else.
  expect(created.stdout).not.toMatch(/token|[?&]|https?:/);
  const shown = await keydesk(["merchant", "show", email, "--json"]);
  expect(JSON.parse(shown.stdout)).toMatchObject({
    id: merchantId,
    members: [{ email, name: "Aina", role: "owner" }],
    website: null,
  });
  for (const verb of ["freeze", "unfreeze"]) {
    const { code, stdout } = await keydesk(["merchant", verb, merchantId]);
    expect([code, stdout]).toEqual([
      0,
      `${merchantId} (Kedai Aina) is ${verb === "freeze" ? "frozen" : "unfrozen"}: 0 keys.\n`,
    ]);
  }
  const listed = await keydesk(["merchant", "list", "--org", "curlec", "--search", email]);
  expect(listed.stdout).toContain(`curlec  ${merchantId}  Kedai Aina  not submitted`);
  const trail = await operatorsTrail(merchantId);
  expect(trail.map(({ event, detail }) => [event, detail.operator])).toEqual([
    ["merchant.created", "boss"],
    ["merchant.frozen", "rita"],
    ["merchant.unfrozen", "rita"],
  ]);
});

test("a frozen merchant's and a leaked key are refused within the bound; no secret and no hash is ever printed", async () => {
  const { member, key } = await anOwnerWithKey();
  const status = async () => (await askShared("/authorize", key)).status;
  expect(await status()).toBe(204);
  const said = [await keydesk(["key", "find", key.keyId, "--json"])];
  expect(JSON.parse(said[0]?.stdout ?? "")).toMatchObject({
    merchantId: member.merchantId,
    mode: "test",
    state: "current",
  });
  said.push(await keydesk(["merchant", "freeze", member.email, "--org", "razorpay", "--json"]));
  await expect.poll(status, withinBound).toBe(401);
  said.push(await keydesk(["merchant", "unfreeze", member.email]));
  expect(await status()).toBe(204);
  said.push(await keydesk(["key", "deactivate", key.keyId, "--leaked"]));
  await expect.poll(status, withinBound).toBe(401);
  said.push(await keydesk(["user", "find", member.email]));
  said.push(await keydesk(["merchant", "show", member.merchantId]));
  expect(said.map(({ code }) => code)).toEqual(said.map(() => 0));
  const text = JSON.stringify(said);
  expect(text).not.toContain(key.secret);
  expect(text).not.toMatch(/hash|pepper/i);
  expect(text).not.toContain((member.mobile ?? "").slice(1));
});

test("the audit trail leaves as CSV and as a file of one's own that is never written over", async () => {
  const { member } = await anOwnerWithKey();
  const folder = mkdtempSync(join(tmpdir(), "keydesk-"));
  try {
    const piped = await keydesk(["audit", "export", member.merchantId]);
    expect([piped.code, piped.stderr]).toEqual([
      0,
      `3 events of ${member.merchantId}. The chain is whole.\n`,
    ]);
    expect(piped.stdout.split("\r\n")).toHaveLength(1 + 3 + 1);
    const output = join(folder, "trail.jsonl");
    const args = [
      "audit",
      "export",
      member.email,
      "--format",
      "jsonl",
      "--output",
      output,
      "--json",
    ];
    const filed = await keydesk(args);
    expect(JSON.parse(filed.stdout)).toMatchObject({ events: 4, brokenAt: null, output });
    const events = readFileSync(output, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).event);
    expect(events.slice(1)).toEqual(["key.generated", "audit.exported", "audit.exported"]);
    expect(statSync(output).mode & 0o777).toBe(0o600);
    const again = await keydesk(args);
    expect([again.code, again.stdout]).toEqual([1, ""]);
    expect(again.stderr).toContain("is there already");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("verify finds with the shipped heads what the owner of the database has cut off (G-5)", async () => {
  const { member } = await anOwnerWithKey();
  const shipping = shippingOf(env());
  if (!shipping) throw new Error("this stack ships no heads");
  await shipHeads(shipping);
  const verify = () => keydesk(["audit", "verify", "--merchant", member.merchantId]);
  const whole = await verify();
  expect([whole.code, whole.stdout]).toEqual([0, "The trail is what was written.\n"]);
  await asOwner(sql`delete from audit_events where chain = ${member.merchantId} and seq > 1`);
  const cut = await verify();
  expect([cut.code, cut.stdout]).toEqual([1, ""]);
  expect(cut.stderr).toContain(`The trail of merchant ${member.merchantId} `);
  expect(cut.stderr).toContain("it ends at entry 1, and entry 2 is gone");
});
