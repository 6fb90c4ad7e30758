/** A request was let in with a role and a session. What is left of them when the key is changed decides (S-5). */
import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { type Db, db, transaction } from "@/db/client";
import { members, merchants, users } from "@/db/schema/people";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import { aKey, aReplacement } from "@/lib/testing/keys";
import { anActor } from "@/lib/testing/people";
import { changeKeyLife } from "./change-key-life";
import { deactivateKey } from "./deactivate-key";
import { extendKey } from "./extend-key";
import { generateKey } from "./generate-key";
import { listKeys } from "./list-keys";
import { regenerateKey } from "./regenerate-key";

/** An admin beside an owner, with a current and a retiring Test key, and no Live key. */
async function anAdmin() {
  const owner = await anActor({ mobile: true, otp: true });
  const actor = await anActor({
    role: "admin",
    merchantId: owner.merchant.id,
    mobile: true,
    otp: true,
  });
  const old = await aKey(actor);
  const key = await aReplacement(actor, old, "in-24-hours");
  const until = new Date((await listKeys(actor, "test")).retiring[0]?.extendsTo?.iso ?? "");
  return { actor, old, key, until };
}

type Case = Awaited<ReturnType<typeof anAdmin>>;

const commands: Record<string, (of: Case) => Promise<unknown>> = {
  generate: ({ actor }) => generateKey(actor, { mode: "live", requestId: randomUUID() }),
  regenerate: ({ actor, key }) =>
    regenerateKey(actor, {
      mode: "test",
      keyId: key.keyId,
      choice: "now",
      requestId: randomUUID(),
    }),
  deactivate: ({ actor, old }) => deactivateKey(actor, { mode: "test", keyId: old.keyId }),
  extend: ({ actor, old, until }) => extendKey(actor, { mode: "test", keyId: old.keyId, until }),
  "change-life": ({ actor }) => changeKeyLife(actor, { mode: "test", life: "90-days" }),
};

const isMember = ({ org, merchant, user }: Actor) =>
  and(eq(members.orgId, org.id), eq(members.merchantId, merchant.id), eq(members.userId, user.id));

const changes: [string, (tx: Db, actor: Actor) => Promise<unknown>, string][] = [
  [
    "demoted",
    (tx, actor) => tx.update(members).set({ role: "viewer" }).where(isMember(actor)),
    "forbidden",
  ],
  ["removed", (tx, actor) => tx.delete(members).where(isMember(actor)), "login_expired"],
  [
    "logged out",
    (tx, { session }) =>
      tx.update(sessions).set({ revokedAt: sql`now()` }).where(eq(sessions.id, session.id)),
    "login_expired",
  ],
  [
    "disabled",
    (tx, { user }) => tx.update(users).set({ disabledAt: sql`now()` }).where(eq(users.id, user.id)),
    "login_expired",
  ],
];

const keysOf = async ({ merchant }: Actor) =>
  (
    await db().execute(
      sql`select key_id, deactivates_at from api_keys where merchant_id = ${merchant.id} order by key_id`,
    )
  ).rows.concat(
    (await db().execute(sql`select life from key_lives where merchant_id = ${merchant.id}`)).rows,
  );

describe.each(Object.keys(commands))("%s", (name) => {
  test.each(changes)(
    "of somebody who was %s since the request began changes no key",
    async (_how, change, code) => {
      const given = await anAdmin();
      const before = await keysOf(given.actor);
      await transaction((tx) => change(tx, given.actor));
      await expect(commands[name]?.(given)).rejects.toMatchObject({ code });
      expect(await keysOf(given.actor)).toEqual(before);
    },
  );
});

describe("a change that is under way when the command begins", () => {
  test.each(changes.slice(0, 3))("is waited for and obeyed: %s", async (_how, change, code) => {
    const given = await anAdmin();
    const before = await keysOf(given.actor);
    let command: Promise<unknown> | undefined;
    await transaction(async (tx) => {
      await change(tx, given.actor);
      command = commands.regenerate?.(given).catch((error) => error);
      await untilSomebodyWaits(tx);
    });
    expect(await command).toMatchObject({ code });
    expect(await keysOf(given.actor)).toEqual(before);
  });

  test("a freeze of the merchant too", async () => {
    const given = await anAdmin();
    let command: Promise<unknown> | undefined;
    await transaction(async (tx) => {
      await tx
        .update(merchants)
        .set({ frozenAt: sql`now()` })
        .where(eq(merchants.id, given.actor.merchant.id));
      command = commands.regenerate?.(given).catch((error) => error);
      await untilSomebodyWaits(tx);
    });
    expect(await command).toMatchObject({ code: "key_frozen" });
  });
});

/** Until another transaction waits for a lock of this one. */
async function untilSomebodyWaits(tx: Db): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const { rows } = await tx.execute(sql`select 1 from pg_stat_activity other
      where pg_backend_pid() = any (pg_blocking_pids(other.pid)) limit 1`);
    if (rows.length > 0) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error("nobody waits");
}
