import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { db, transaction } from "@/db/client";
import { registerSecrets } from "@/lib/secrets/check-secrets";
import { aMember, aSession } from "@/lib/testing/people";
import { aSecret, withSecrets } from "@/lib/testing/rings";
import { forgetFailures, operatorsTrail, trailOf } from "@/lib/testing/trail";
import { keydesk } from "./program";

let said: { stdout: string; stderr: string };

beforeEach(() => {
  said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((chunk, ...rest) => {
      said[name] += chunk;
      // Streams wait for it.
      for (const one of rest) if (typeof one === "function") (one as () => void)();
      return true;
    });
});
afterEach(() => vi.restoreAllMocks());

/** Control and direction characters other than the line's end. */
const steering = (text: string) =>
  [...text].filter((one) => one !== "\n" && /[\p{Cc}\p{Cf}]/u.test(one));

describe("the command line", () => {
  test.each(
    [
      "",
      "merchant",
      "merchant erase",
      "merchant freeze",
      "merchant freeze a b",
      "merchant freeze --force mer_x",
      "merchant freeze mer_x;drop",
      "merchant show @b.test",
      "merchant list --org nobody",
      "merchant list --org __proto__",
      "merchant create --org axis --name A --owner-name B",
      "merchant create --org axis --name A --owner-name B --owner-email b",
      "merchant create --org axis --name \u001b[2J --owner-name B --owner-email a@b.test",
      "merchant create --org axis --name A\u202eB --owner-name B --owner-email a@b.test",
      `merchant create --org axis --name ${"x".repeat(101)} --owner-name B --owner-email a@b.test`,
      "merchant create --name A --owner-name B --owner-email a@b.test",
      "merchant add-owner mer_x --owner-email a@b.test",
      "merchant add-owner mer_x --owner-email b --owner-name B",
      "user find not-an-address",
      "user disable",
      "key find rzp-x",
      "key deactivate rzp_test_00000000000000",
      "website list --state good",
      "website refuse mer_x",
      "website approve mer_x --submitted today",
      "audit export mer_x --since yesterday",
      "audit export mer_x --format xml",
      "audit export mer_x --json",
      "audit failures --since yesterday",
      "secrets forget KEY_PEPPERS",
      "secrets forget key-peppers --id a",
      "secrets forget KEY_PEPPERS --id A",
      `user find a@b.test --as ${"x".repeat(65)}`,
    ].map((line) => [line]),
  )("%j is misused: 2, a word on stderr, nothing on stdout", async (line) => {
    expect(await keydesk(line.split(" ").filter(Boolean))).toBe(2);
    expect(said.stdout).toBe("");
    expect(said.stderr).not.toBe("");
    expect(said.stderr).not.toMatch(/\n\s+at /);
  });

  test.each([
    "merchant show mer_nobody",
    "merchant freeze nobody@tests.test",
    "merchant unfreeze mer_nobody --org axis --json",
    "user find nobody@tests.test",
    "user unlock nobody@tests.test --json",
    "user reset-two-step nobody@tests.test",
    "user disable nobody@tests.test",
    "user enable nobody@tests.test --org curlec",
    "merchant add-owner mer_nobody --owner-email a@b.test --owner-name B",
    "key find rzp_test_00000000000000",
    "key deactivate rzp_test_00000000000000 --leaked",
    "key freeze rzp_test_00000000000000",
    "website approve mer_nobody",
    "website refuse mer_nobody --reason x",
    "audit export mer_nobody",
    "audit verify --merchant mer_nobody",
  ])("%j is refused: 1, one sentence on stderr, nothing on stdout", async (line) => {
    expect(await keydesk(line.split(" "))).toBe(1);
    expect(said.stdout).toBe("");
    expect(said.stderr).toMatch(/^[A-Z][^\n]*\.\n$/);
  });

  test("what others typed cannot steer a terminal: neither in words nor in JSON", async () => {
    const merchantName = `Evil \u001b[31m\u009b2J\u202e ${randomUUID()}`;
    const { merchantId } = await aMember({ merchantName });
    expect(await keydesk(["merchant", "show", merchantId])).toBe(0);
    expect(steering(said.stdout)).toEqual([]);
    said.stdout = "";
    expect(await keydesk(["merchant", "show", merchantId, "--json"])).toBe(0);
    expect(steering(said.stdout)).toEqual([]);
    expect(JSON.parse(said.stdout).name).toBe(merchantName);
  });

  test("the operator's name is --as, else KEYDESK_OPERATOR, else the machine's user, who is always on record", async () => {
    const { merchantId } = await aMember();
    process.env.KEYDESK_OPERATOR = "from-env";
    await keydesk(["merchant", "freeze", merchantId]);
    await keydesk(["merchant", "unfreeze", merchantId, "--as", "Rita Rao"]);
    delete process.env.KEYDESK_OPERATOR;
    await keydesk(["merchant", "freeze", merchantId]);
    const details = (await operatorsTrail(merchantId)).map(({ detail }) => detail);
    const [first, second, third] = details;
    expect([first?.operator, second?.operator]).toEqual(["from-env", "Rita Rao"]);
    expect(third?.operator).toMatch(/^\S+$/);
    for (const { machineUser } of details) expect(machineUser).toBe(third?.operator);
  });

  test("failed logins are counted for the operator, by hour and brand (D31)", async () => {
    await forgetFailures();
    await db().execute(sql`insert into audit_events (org_id, event, outcome, address, user_agent, host, request_id, detail)
      select 'axis', 'login.failed', 'refused', 'x', 'x', 'x', 'x', '{}' from generate_series(1, 70)`);
    expect(await keydesk(["audit", "failures", "--org", "curlec"])).toBe(0);
    expect(said.stdout).toBe("Nothing was counted.\n");
    said.stdout = "";
    expect(await keydesk(["audit", "failures"])).toBe(0);
    expect(said.stdout).toMatch(/:00:00\.000Z {2}axis {3}login\.failed {2}70 {7}51\n$/);
  });

  test("an export of a trail that somebody altered says so: 1, and which event (G-5)", async () => {
    const member = await aMember();
    await aSession(member);
    const [first] = await trailOf(member.merchantId);
    await transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`update audit_events set address = 'x' where id = ${first?.id}`);
    });
    expect(await keydesk(["audit", "export", member.merchantId, "--format", "jsonl"])).toBe(1);
    expect(said.stderr).toContain(`BROKEN at the event ${first?.id}`);
    expect(await db().execute(sql`select 1`)).toBeDefined();
  });

  test("with other secrets than the database knows nothing is done, and it says which they are: 2 (D28)", async () => {
    await registerSecrets();
    const other = { OTP_PEPPER: aSecret() };
    expect(await withSecrets(other, () => keydesk(["merchant", "list"]))).toBe(2);
    expect(said.stderr).toMatch(/^Not configured: OTP_PEPPER gives the id 0 to another secret/);
    expect(await withSecrets(other, () => keydesk(["secrets", "list"]))).toBe(0);
    expect(said.stdout).toMatch(/^VARIABLE .*\n(.*\n)*OTP_PEPPER +0 +\S+ +(yes|unknown)\n/);
  });
});
