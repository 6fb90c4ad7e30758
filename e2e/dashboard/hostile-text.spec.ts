/** What people type is text on every page that shows it, and a script that gets in all the same does not run (W-3, W-19). */
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import type { BrowserContext } from "playwright/test";
import { db } from "@/db/client";
import { expect, test } from "@/e2e/fixtures";
import { send } from "@/e2e/wire/raw-request";
import { aKey } from "@/lib/testing/keys";
import { actorOf, aMember, aSession, testClient } from "@/lib/testing/people";

const run = "window.hit=1;document.title='hit'";
const payloads = [
  `<img src=x onerror="${run}">`,
  `</script><script>${run}</script>`,
  `"><svg onload="${run}">`,
  `'-(()=>{${run}})()-'`,
  `]]>\u2028<iframe srcdoc="<script>parent.hit=1</script>">`,
  `javascript:${run}//`,
  `{{constructor.constructor("${run}")()}}$\{${run}}<!--`,
];

const pages = ["", "api-keys", "account-details", "security", "team", "website"].map((page) =>
  page === "" ? "/" : `/account-settings/${page}`,
);

/** Without spaces and line ends, which a page may show in its own way. */
const bare = (text: string) => text.replace(/\s/g, "");

/** What the browser blocks, in every page of this person from now on. */
async function violationsIn(context: BrowserContext): Promise<string[]> {
  const violations: string[] = [];
  await context.exposeFunction("tellViolation", (text: string) => violations.push(text));
  await context.addInitScript(() => {
    const { tellViolation } = window as typeof window & { tellViolation(text: string): void };
    document.addEventListener("securitypolicyviolation", (event) =>
      tellViolation(`${event.effectiveDirective} ${event.blockedURI} at ${location.pathname}`),
    );
  });
  return violations;
}

/** Put there as no form of ours lets it: behind every check of a field there is still the page. */
async function aHostileBusiness() {
  const owner = await aMember({ mobile: true, merchantName: payloads.join(" ") });
  const { org, merchantId, userId } = owner;
  const { keyId } = await aKey(await actorOf(owner, await aSession(owner)));
  for (const [index, text] of payloads.entries()) {
    const email = `${text.toLowerCase()}${index}@tests.test`;
    const other = await aMember({ role: "admin", merchantId, email });
    await db().execute(sql`update users set name = ${text} where id = ${other.userId}`);
    await db().execute(sql`insert into invitations (id, org_id, merchant_id, email, role, token_hash, invited_by, expires_at)
      values (${`inv_${userId.slice(4, 20)}${index}`}, ${org.id}, ${merchantId}, ${`i${email}`}, 'viewer',
        sha256(convert_to(${`${userId}${index}`}, 'UTF8')), ${other.userId}, now() + interval '1 day')`);
    await aSession(owner);
    await db().execute(sql`update sessions set user_agent = ${text}, address = ${text.slice(0, 60)}
      where user_id = ${userId} and user_agent = ${testClient.userAgent}`);
    await db().execute(sql`insert into key_failures (org_id, merchant_id, key_id, cause, address, hour, attempts, last_at)
      values (${org.id}, ${merchantId}, ${keyId}, 'wrong_secret', ${text.slice(0, 60)},
        date_trunc('hour', now()), 1, now())`);
  }
  await db().execute(sql`update users set name = ${payloads.join(" ")} where id = ${userId}`);
  await db().execute(
    sql`update websites set url = ${payloads.join(" ")}, contact_url = ${payloads[5]} where merchant_id = ${merchantId}`,
  );
  return { owner, keyId };
}

test("names, addresses and devices with markup are text on every page, and nothing of them runs (W-19)", async ({
  personOf,
}) => {
  const { owner, keyId } = await aHostileBusiness();
  const person = await personOf(owner);
  const violations = await violationsIn(person.context);
  const shown = new Map<string, number>();
  for (const path of [...pages, `/account-settings/api-keys/${keyId}`]) {
    await person.opens(path);
    await expect(person.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(person.page.locator("[aria-busy=true]")).toHaveCount(0);
    const text = bare(await person.page.locator("body").innerText());
    shown.set(path, payloads.filter((payload) => text.includes(bare(payload))).length);
    const foreign =
      "img[src=x], svg[onload], iframe, [onerror], a[href^='javascript' i], script:not([src]):not([nonce])";
    expect(await person.page.locator(foreign).count(), path).toBe(0);
    expect(await person.page.evaluate(() => "hit" in window), path).toBe(false);
    expect(await person.page.title(), path).not.toBe("hit");
  }
  expect(violations).toEqual([]);
  // It was really there to be shown: names everywhere, people and invitations, devices.
  for (const [path, count] of shown) expect(count, path).toBeGreaterThan(0);
  expect(shown.get("/account-settings/team")).toBe(payloads.length);
});

test("our own pages violate nothing; of a page into which somebody wrote, nothing runs, and we hear of it (W-3)", async ({
  person,
}) => {
  const owner = await person({ mobile: true });
  const violations = await violationsIn(owner.context);
  await owner.opensApiKeys();
  await owner.generates();
  for (const path of pages) await owner.opens(path);
  await owner.page.waitForLoadState("networkidle");
  expect(violations).toEqual([]);

  const planted = [
    `<script>${run}</script>`,
    `<script nonce="">${run}</script>`,
    `<script src="data:text/javascript,${run}"></script>`,
    `<script src="/_next/static/nothing.js" onerror="${run}"></script>`,
    `<img src="data:," onerror="${run}"><svg><script>${run}</script></svg>`,
    `<a id="js" href="javascript:${run}">x</a>`,
    '<iframe src="http://evil.test/"></iframe><object data="http://evil.test/"></object>',
    '<style>body{background:red !important}</style><link rel="stylesheet" href="http://evil.test/a.css">',
    '<base href="http://evil.test/"><form id="f" action="http://evil.test/"><button>f</button></form>',
  ];
  await owner.page.route("**/account-settings/team", async (route) => {
    const { cookie = "" } = await route.request().allHeaders();
    const host = new URL(owner.origin).host;
    const answer = await send({ path: "/account-settings/team", host, headers: { cookie } });
    const headers = Object.fromEntries(
      ["content-type", "content-security-policy"].map((name) => [name, `${answer.headers[name]}`]),
    );
    const body = answer.body.replace(/<body|<\/body>/g, (tag) => planted.join("") + tag);
    await route.fulfill({ status: answer.status, headers, body });
  });
  const told = owner.page.waitForRequest(/\/api\/csp-report$/);
  await owner.opens("/account-settings/team");
  await expect(owner.page.getByRole("heading", { name: "Team", level: 1 })).toBeVisible();
  await owner.page.evaluate(() => document.querySelector<HTMLElement>("#js")?.click());
  await owner.page.evaluate(() => document.querySelector<HTMLFormElement>("#f")?.submit());
  expect(await owner.page.evaluate(() => "hit" in window)).toBe(false);
  expect(await owner.page.title()).not.toBe("hit");
  expect(owner.page.url()).toBe(`${owner.origin}/account-settings/team`);
  // The browser tells of each a moment after it has blocked it.
  const blocked = () => violations.map((text) => text.split(" ")[0]);
  for (const rule of [
    "script-src-elem",
    "script-src-attr",
    "style-src-elem",
    "frame-src",
    "object-src",
    "base-uri",
    "form-action",
  ])
    await expect.poll(blocked, rule).toContain(rule);
  await told;
  const log = `.data/logs/dashboard-${process.env.KEYDESK_E2E_PORT}.log`;
  await expect.poll(() => readFileSync(log, "utf8")).toMatch(/"effective-directive":"script-src/);
});
