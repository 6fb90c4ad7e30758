/** What a page may cost: three SQL round trips, and 220 kB of script on the API Keys page (issue 2, "Speed"). */
import type { CDPSession } from "playwright/test";
import { type Stack, sharedSecrets, startStack } from "@/bin/stack/stack";
import type { Person } from "@/e2e/browser/person";
import { expect, test } from "@/e2e/fixtures";
import { type PgProxy, startPgProxy } from "@/e2e/servers/pg-proxy";
import { callAction } from "@/e2e/wire/call-action";
import { aCaller, Caller, callerOf } from "@/e2e/wire/caller";
import { fieldsFor } from "@/e2e/wire/known-actions";
import { hostOf, send } from "@/e2e/wire/raw-request";
import type { KeyChange } from "@/lib/api-keys/keys-view";
import { aMember, aMobile, testPassword } from "@/lib/testing/people";

test.describe.configure({ mode: "default" });

const maxTrips = 3;
const maxScriptBytes = 220_000;
const apiKeys = "/account-settings/api-keys";
const website = "/account-settings/website";

test.describe("SQL", () => {
  let proxy: PgProxy;
  let stack: Stack;

  test.beforeAll(async () => {
    proxy = await startPgProxy(process.env.DATABASE_URL ?? "");
    stack = await startStack({
      databaseUrl: proxy.url,
      authorizerDatabaseUrl: process.env.DATABASE_URL ?? "",
      env: sharedSecrets(),
    });
  });

  test.afterAll(async () => {
    await stack?.stop();
    await proxy?.stop();
  });

  /** The statements of one request, after the first one has warmed the process up. */
  async function tripsOf(path: string, caller: Caller | null): Promise<string[]> {
    const headers: Record<string, string> = caller ? { cookie: caller.cookie } : {};
    const get = () =>
      send({ path, headers, port: stack.port, host: hostOf("razorpay.localhost", stack.port) });
    await get();
    proxy.take();
    expect((await get()).status, path).toBeLessThan(400);
    return proxy.take();
  }

  test("every page takes at most three round trips to the database", async () => {
    const owner = await aCaller({ mobile: true, otp: true });
    const keyIds = { test: "", live: "" };
    for (const mode of ["test", "live"] as const) {
      const made = await owner.call("generateKeyAction", fieldsFor("generateKeyAction", "", mode));
      const { data } = made.state as unknown as { data: KeyChange };
      keyIds[mode] = data.minted?.keyId ?? "";
    }
    const inLive = await callerOf(owner.member);
    await inLive.call("switchModeAction", { mode: "live" });
    const viewer = await aCaller({ role: "viewer", merchantId: owner.member.merchantId });
    const pages: [string, string, Caller | null][] = [
      ["login", "/login", null],
      ["login, OTP step", "/login", await aPendingLogin()],
      ["home, not logged in", "/", null],
      ["home", "/", owner],
      ["home of a viewer", "/", viewer],
      ["sign up", "/signup", null],
      ["sign up, link", `/signup/confirm?token=${"0".repeat(43)}`, null],
      ["forgot password", "/forgot-password", null],
      ["reset password, link", `/reset-password?token=${"0".repeat(43)}`, null],
      ["new email, link", `/confirm-email?token=${"0".repeat(43)}`, null],
      ["account details", "/account-settings/account-details", owner],
      ["settings", "/account-settings", owner],
      ["security", "/account-settings/security", owner],
      ["API Keys, Test", apiKeys, owner],
      ["API Keys, Live", apiKeys, inLive],
      ["API Keys, denied", apiKeys, viewer],
      ["a key's page", `${apiKeys}/${keyIds.test}`, owner],
      ["a key's page, the ribbon in the other mode", `${apiKeys}/${keyIds.test}`, inLive],
      ["a key's page, denied", `${apiKeys}/${keyIds.test}`, viewer],
      ["website", website, owner],
      ["website, denied", website, viewer],
      ["team", "/account-settings/team", owner],
      ["invitation", `/invitation?token=${"A".repeat(43)}`, owner],
      ["this wasn't me", "/not-me?token=0000000000000000000000000000000000000000000", null],
      ["health", "/api/health", null],
      ["session", "/api/auth/session", owner],
    ];
    for (const [name, path, caller] of pages) {
      const trips = await tripsOf(path, caller);
      process.stdout.write(`  ${name}: ${trips.length} round trips\n`);
      expect(trips.length, `${name}:\n${trips.join("\n")}`).toBeLessThanOrEqual(maxTrips);
      // A page behind the login cannot do without: none at all would mean that nothing was counted.
      if (caller) expect(trips.length, name).toBeGreaterThan(0);
    }
  });
});

async function aPendingLogin(): Promise<Caller> {
  const member = await aMember({ mobile: true, hasPassword: true, isTwoStepOn: true });
  const fields = { email: member.email, password: testPassword };
  const { setCookies } = await callAction({ action: "logInAction", fields });
  return new Caller(member, setCookies[0]?.split(";")[0] ?? "");
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

/** Adds up what each script cost on the wire, from now on. */
async function countScripts({ page }: Person, sizes: Map<string, number>): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const urls = new Map<string, string>();
  await session.send("Network.enable");
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (type === "Script") urls.set(requestId, response.url);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = urls.get(requestId);
    if (url) sizes.set(url, Math.max(sizes.get(url) ?? 0, encodedDataLength));
  });
}

test("the API Keys page loads at most 220 kB of compressed script, with every dialog opened", async ({
  person,
}) => {
  const sizes = new Map<string, number>();
  const total = () => [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const owner = await person({ mobile: true });
  await countScripts(owner, sizes);
  await owner.opensApiKeys();
  await owner.page.waitForLoadState("networkidle");
  const onLoad = total();
  await owner.generates();
  await owner.asksToRegenerate("In 24 hours");
  await owner.entersCode();
  await owner.savesNewKey();
  for (const name of ["Keep 24 hours more", "Deactivate now"]) {
    await owner.button(name).click();
    await owner.button("Cancel").click();
  }
  const admin = await person({ hasPassword: true });
  await countScripts(admin, sizes);
  await admin.opensApiKeys();
  await admin.generates();
  await admin.asksToRegenerate("Immediately");
  await admin.page
    .getByRole("textbox", { name: "Mobile number" })
    .fill(aMobile(admin.member.org).slice(3));
  await admin.page.getByLabel("Password", { exact: true }).fill(testPassword);
  await admin.button("Send OTP").click();
  await expect(admin.page.getByLabel("One-time password")).toBeVisible();
  process.stdout.write(
    `  scripts: ${kB(onLoad)} on load, ${kB(total())} with every dialog, ${sizes.size} files\n`,
  );
  expect(onLoad).toBeGreaterThan(100_000);
  expect(total()).toBeLessThanOrEqual(maxScriptBytes);
});

const settings = ["account-details", "security", "team", "website"].map(
  (name) => `/account-settings/${name}`,
);

for (const [who, paths] of [
  [
    "a visitor",
    [
      "/login",
      "/signup",
      "/forgot-password",
      "/not-me?token=0000000000000000000000000000000000000000000",
    ],
  ],
  ["an owner", ["/", "/account-settings", ...settings]],
] as const) {
  test(`every other page of ${who} loads at most 220 kB of compressed script`, async ({
    person,
  }) => {
    const measure = async (path: string) => {
      const sizes = new Map<string, number>();
      // Somebody new for every page: nothing is in the browser's cache.
      const reader = await person({ isLoggedIn: who === "an owner" });
      await countScripts(reader, sizes);
      await reader.opens(path);
      await reader.page.waitForLoadState("networkidle");
      const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      process.stdout.write(`  ${path}: ${kB(total)}\n`);
      expect(total, path).toBeGreaterThan(100_000);
      expect(total, path).toBeLessThanOrEqual(maxScriptBytes);
      await reader.context.close();
    };
    await Promise.all(paths.map(measure));
  });
}
