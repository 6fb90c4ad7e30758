/** What the app does by itself where the proxy is gone (C-2); the specs of the actions run against it too. */
import { expect, test } from "@/e2e/fixtures";
import { aCaller } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { hostOf, send } from "@/e2e/wire/raw-request";
import { countKeys } from "@/e2e/wire/snapshot";

const sections = ["api-keys", "website", "team", "account-details", "security"];
const pages = ["/", "/account-settings", ...sections.map((name) => `/account-settings/${name}`)];

test("the proxy is gone: an answer has none of its headers", async () => {
  const { status, headers } = await send({ path: "/login" });
  expect(status).toBe(200);
  expect(headers["content-security-policy"]).toBeUndefined();
});

test("pages lead whoever is not logged in, or at another brand, to the login; an unknown host has none (C-1, S-2)", async () => {
  const { cookie } = await aCaller();
  for (const path of pages) {
    const answers = [
      await send({ path }),
      await send({ path, headers: { cookie }, host: hostOf("axis.localhost") }),
    ];
    for (const { status, headers } of answers)
      expect([status, headers.location], path).toEqual([307, "/login"]);
    for (const host of ["evil.test", "127.0.0.1"])
      expect((await send({ path, host, headers: { cookie } })).status, `${host}${path}`).toBe(404);
  }
});

test("a session counts for actions of its own brand, asked by our own page, and only there (W-1, W-2)", async () => {
  const caller = await aCaller({ mobile: true, otp: true });
  const generate = (more: Parameters<typeof caller.call>[2]) =>
    caller.call("generateKeyAction", fieldsFor("generateKeyAction"), more);
  expect((await generate({ brandHost: "axis.localhost" })).location).toBe("/login");
  const foreign = [
    { origin: "https://evil.test" },
    { origin: "https://evil.test", "x-forwarded-host": "evil.test" },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of foreign) {
    const { status, state } = await generate({ headers });
    // Next itself refuses where Host and Origin differ, and says nothing else; our action refuses the rest in words.
    const isNexts = headers.origin !== undefined && !("x-forwarded-host" in headers);
    const expected = isNexts ? [500, undefined] : [200, "wrong_origin"];
    const code = state?.status === "refused" ? state.code : undefined;
    expect([status, code], JSON.stringify(headers)).toEqual(expected);
  }
  expect(await countKeys(caller.member)).toBe(0);
  expect((await generate({})).state?.status).toBe("done");
});

test("next-auth's own endpoints log nobody in (L-11)", async () => {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  for (const path of ["/api/auth/callback/credentials", "/api/auth/signin", "/api/auth/session"]) {
    const body = "email=owner%40acme.test&password=x&csrfToken=x&json=true";
    const answer = await send({ method: "POST", path, body, headers });
    expect(`${answer.headers["set-cookie"]}`, path).not.toContain("keydesk-session=");
  }
});
