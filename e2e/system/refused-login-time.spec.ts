/** The time of a refused login, over the network, does not show whether the account exists or what became of it (L-7). */
import { sql } from "drizzle-orm";
import { median } from "@/bench/load/rounds";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { callAction } from "@/e2e/wire/call-action";
import { aMember, type TestMember, testPassword } from "@/lib/testing/people";

test.describe.configure({ timeout: 300_000 });

const accounts = 25;
/** Of all four kinds: 200 samples. Where other work disturbs the machine more settle it; a real difference stays. */
const rounds = 50;
/** Four tries of each account: with the fifth its own waits begin. */
const maxRounds = 4 * accounts;
const bound = { milliseconds: 3, share: 0.05 };

const many = (change: (member: TestMember) => Promise<unknown>) =>
  Promise.all(
    Array.from({ length: accounts }, async () => {
      const member = await aMember({ hasPassword: true });
      await change(member);
      return member.email;
    }),
  );

async function timeOf(email: string, password: string): Promise<number> {
  const { state, ms } = await callAction({ action: "logInAction", fields: { email, password } });
  expect(state).toMatchObject({ status: "refused", code: "wrong_credentials" });
  return ms;
}

test("200 refused logins, each kind in turn, take as long as each other: medians within 5 % or 3 ms", async () => {
  const lock = ({ userId }: TestMember) =>
    db().execute(sql`update users set failed_passwords = 10, password_retry_at = now() + interval '30 minutes'
      where id = ${userId}`);
  const disable = ({ userId }: TestMember) =>
    db().execute(sql`update users set disabled_at = now() where id = ${userId}`);
  const kinds = {
    unknown: Array.from({ length: accounts }, (_, n) => `nobody-${n}@tests.test`),
    wrong: await many(async () => undefined),
    locked: await many(lock),
    disabled: await many(disable),
  };
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  const times = { unknown: [], wrong: [], locked: [], disabled: [] } as Record<string, number[]>;
  const medians = () => names.map((name) => median(times[name] ?? []));
  const isAlike = () => {
    const [least, most] = [Math.min(...medians()), Math.max(...medians())];
    return most - least < Math.max(bound.milliseconds, least * bound.share);
  };
  await timeOf("warm-up@tests.test", testPassword);
  for (let round = 0; round < rounds || (round < maxRounds && !isAlike()); round++) {
    // Every other round the other way around, so that no place in the order is better.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const email = kinds[name][round % accounts] ?? "";
      const password = name === "wrong" ? "not the password" : testPassword;
      times[name]?.push(await timeOf(email, password));
    }
  }
  const said = medians().map((ms, index) => `${names[index]} ${ms.toFixed(1)} ms`);
  process.stdout.write(`  ${times.unknown?.length} rounds: ${said.join(", ")}\n`);
  expect(isAlike()).toBe(true);
});
