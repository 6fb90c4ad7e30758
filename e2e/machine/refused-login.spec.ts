/** Whoever is refused at the login cannot tell from the answer whether the account exists or what became of it (L-7). */
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { callAction } from "@/e2e/wire/call-action";
import { aMember, testPassword } from "@/lib/testing/people";

test("unknown, wrong, locked, disabled and without a password get one answer, headers included, to the byte (L-7)", async () => {
  const people = {
    wrong: await aMember({ hasPassword: true }),
    locked: await aMember({ hasPassword: true }),
    disabled: await aMember({ hasPassword: true }),
    withoutPassword: await aMember(),
  };
  await db().execute(sql`update users set failed_passwords = 10, password_retry_at = now() + interval '30 minutes'
    where id = ${people.locked.userId}`);
  await db().execute(
    sql`update users set disabled_at = now() where id = ${people.disabled.userId}`,
  );
  const answerTo = async (email: string, password: string) => {
    const { status, rawHeaders, body } = await callAction({
      action: "logInAction",
      fields: { email, password },
    });
    // The hour, the request's name, and what a policy of scripts makes anew for each answer.
    const headers = rawHeaders.map((text) =>
      text
        .replace(/'nonce-[^']+'/g, "'nonce'")
        .replace(/^\w{3}, .* GMT$/, "now")
        .replace(/^inc_[0-9A-Za-z]{20}$/, "a name"),
    );
    return { status, headers, body };
  };
  const unknown = await answerTo("nobody-at-all@tests.test", testPassword);
  expect(unknown.body).toContain("wrong_credentials");
  expect(unknown.headers.join()).not.toContain("set-cookie");
  for (const [name, { email }] of Object.entries(people)) {
    const password = name === "wrong" ? "not the password" : testPassword;
    expect(await answerTo(email, password), name).toEqual(unknown);
  }
});
