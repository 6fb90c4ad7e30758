/** What travels with the list of keys, and with the actions on it: no secret, no hash, nothing shut in (K-5, K-6). */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { listActions } from "@/e2e/wire/call-action";
import { aCaller, type Caller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { formsOf } from "@/e2e/wire/search-bytes";
import type { KeyChange, KeyRow, KeysView } from "@/lib/api-keys/keys-view";

const apiKeys = "/account-settings/api-keys";
const settings = ["account-details", "security", "team", "website"].map(
  (page) => `/account-settings/${page}`,
);

/** Every field of the list, by its name. A new one must be written here, by somebody who thinks of what it tells. */
const viewFields: Record<keyof KeysView, true> = {
  mode: true,
  readAt: true,
  current: true,
  retiring: true,
  past: true,
  blocked: true,
  website: true,
  frozenContact: true,
  graceEnds: true,
  life: true,
  hours: true,
  failures: true,
  use: true,
};
const rowFields: Record<keyof KeyRow, true> = {
  keyId: true,
  status: true,
  created: true,
  createdBy: true,
  expiry: true,
  deactivates: true,
  extendsTo: true,
  lastUse: true,
  requests: true,
  isSafeToDeactivate: true,
};
const namesOf = (fields: object) => Object.keys(fields).sort();

/** The data that a page's script fetches; its address ends with a hash that Next redirects to. */
async function dataOf(caller: Caller, path: string): Promise<string> {
  const asked = { headers: { rsc: "1" } };
  const first = await caller.get(`${path}?_rsc=x`, asked);
  const { location } = first.headers;
  return location ? (await caller.get(location, asked)).body : first.body;
}

async function changes(caller: Caller, action: string, fields: Record<string, string>) {
  const answer = await caller.call(action, fields);
  const { data } = answer.state as unknown as { data: KeyChange };
  return { ...data, body: answer.body };
}

test("the list has its own fields alone, and no answer that shows it holds a secret or a hash (K-6, C-5)", async () => {
  const owner = await aCaller({ mobile: true, otp: true });
  const first = await changes(owner, "generateKeyAction", fieldsFor("generateKeyAction"));
  const oldId = first.minted?.keyId ?? "";
  const replacing = { ...fieldsFor("regenerateKeyAction", oldId), choice: "in-24-hours" };
  const second = await changes(owner, "regenerateKeyAction", replacing);
  const ended = await changes(owner, "deactivateKeyAction", { mode: "test", keyId: oldId });
  const { view } = ended;
  expect(view?.past).toHaveLength(1);
  expect(namesOf(view ?? {})).toEqual(namesOf(viewFields));
  expect(namesOf(view?.current ?? {})).toEqual(namesOf(rowFields));
  const { requests: _, isSafeToDeactivate: __, ...pastFields } = rowFields;
  for (const row of view?.past ?? []) expect(namesOf(row)).toEqual(namesOf(pastFields));
  expect([first, second].map(({ minted }) => namesOf(minted ?? {}))).toEqual(
    Array(2).fill(["curl", "expiry", "files", "keyId", "mode", "secret"]),
  );
  const answers = [ended.body];
  for (const path of [apiKeys, `${apiKeys}/${oldId}`, "/", "/account-settings", ...settings]) {
    answers.push((await owner.get(path)).body);
    answers.push(await dataOf(owner, path));
  }
  expect(answers.filter((body) => body.includes(oldId)).length).toBeGreaterThanOrEqual(3);
  const rows = await db().execute<{ secret_hash: Buffer; pepper_id: string }>(sql`
    select secret_hash, pepper_id from api_keys where merchant_id = ${owner.member.merchantId}`);
  const hidden = rows.rows.flatMap(({ secret_hash: hash }) => [
    hash.toString("hex"),
    hash.toString("base64").slice(0, -2),
    hash.toString("base64url").slice(0, -2),
  ]);
  // The second one is in the first key's answer by no means, and in its own once.
  const secrets = [first, second].map(({ minted }) => minted?.secret ?? "");
  hidden.push(...secrets.flatMap(formsOf), ...secrets.map((secret) => secret.slice(-12)));
  expect(hidden).toHaveLength(2 * 3 + 2 * 4 + 2);
  for (const body of answers) {
    expect(hidden.filter((text) => body.includes(text))).toEqual([]);
    expect(body).not.toMatch(/(?:secret|password|code|token|sid)_?hash|pepper|sealed_?secret/i);
  }
});

test("no action of the build closes over a value, and none that a page hands out has one bound to it (K-5)", async () => {
  for (const { name } of listActions()) expect(name).toMatch(/^\w+Action$/);
  const owner = await aCaller();
  let handedOut = 0;
  for (const path of [apiKeys, "/", ...settings]) {
    for (const body of [(await owner.get(path)).body, await dataOf(owner, path)]) {
      const bound = [...body.matchAll(/\\?"bound\\?":([^,}]*)/g)].map(([, value]) => value);
      handedOut += bound.length;
      expect(
        bound.filter((value) => value !== "null"),
        path,
      ).toEqual([]);
      // A form that works before its script has come carries the state that it was rendered with: none.
      const carried = [...body.matchAll(/name="\$ACTION_\d+:[1-9]\d*" value="([^"]*)"/g)];
      expect(
        carried.filter(([, value]) => value !== "[null]"),
        path,
      ).toEqual([]);
    }
  }
  expect(handedOut).toBeGreaterThan(5);
  // What runs in the browser knows actions by their ids, and the key that seals closures is nowhere in it.
  const build = process.env.KEYDESK_E2E_BUILD ?? "";
  const chunks = join(build, ".next/static/chunks");
  const manifest = readFileSync(join(build, ".next/server/server-reference-manifest.json"), "utf8");
  const { encryptionKey } = JSON.parse(manifest) as { encryptionKey: string };
  expect(encryptionKey.length).toBeGreaterThan(20);
  for (const file of readdirSync(chunks).filter((name) => name.endsWith(".js"))) {
    const text = readFileSync(join(chunks, file), "utf8");
    expect(text.includes(encryptionKey), file).toBe(false);
    expect(text, file).not.toMatch(/\$\$RSC_SERVER_ACTION|encryptActionBoundArgs/);
  }
});
