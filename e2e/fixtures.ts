/** The vocabulary of the browser stories: people arrive logged in by a real session row and cookie. */
import { test as base } from "playwright/test";
import { Person } from "@/e2e/browser/person";
import { startWithoutProxy } from "@/e2e/stacks/without-proxy";
import { askShared } from "@/e2e/wire/ask";
import type { Credentials } from "@/lib/api-keys/secret";
import { requireLoopback } from "@/lib/testing/database";
import { aMember, aSession, type MemberOptions, type TestMember } from "@/lib/testing/people";
import { encodeSession, sessionCookieName } from "@/lib/web/next-auth";

interface PersonOptions extends MemberOptions {
  /** Whether this person's login had an OTP (covers the session). */
  otp?: boolean;
  /** `false`: at the login page instead of logged in. */
  isLoggedIn?: boolean;
}

interface Fixtures {
  /** A new person of a new merchant, at a browser of their own. */
  person(options?: PersonOptions): Promise<Person>;
  /** Somebody who exists already, at another browser. */
  personOf(member: TestMember, options?: PersonOptions): Promise<Person>;
  /** What the authorizer says to each of these keys. */
  verdicts(...keys: Credentials[]): Promise<("allowed" | "denied")[]>;
}

interface WorkerFixtures {
  /** The specs of the project "without-proxy" run against a dashboard that has no proxy (C-2). */
  withoutProxy: undefined;
}

requireLoopback(process.env.DATABASE_URL ?? "");

export function originOf(host: string): string {
  return `http://${host}:${process.env.KEYDESK_E2E_PORT}`;
}

/** How soon a deactivated key is refused everywhere (SECURITY D5): for `expect.poll`. */
export const withinBound = { timeout: 1_000, intervals: [10, 20, 50] };

async function verdictOn(key: Credentials): Promise<"allowed" | "denied"> {
  const { status } = await askShared("/authorize", key);
  if (status !== 204 && status !== 401) throw new Error(`the authorizer answers ${status}`);
  return status === 204 ? "allowed" : "denied";
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  withoutProxy: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
    async ({}, use, { project }) => {
      const bare = project.name === "without-proxy" ? await startWithoutProxy() : undefined;
      if (bare) process.env.KEYDESK_E2E_PORT = `${bare.port}`;
      await use(undefined);
      await bare?.stop();
    },
    { scope: "worker", auto: true },
  ],
  personOf: async ({ browser }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (member, options = {}) => {
      const permissions = ["clipboard-read", "clipboard-write"];
      const context = await browser.newContext({ permissions });
      contexts.push(context);
      const origin = originOf(member.org.hosts[0] ?? "");
      if (options.isLoggedIn ?? true) {
        const { sid } = await aSession(member, { otp: options.otp ?? false });
        const { hostname } = new URL(origin);
        const value = await encodeSession(sid);
        const flags = { path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;
        await context.addCookies([{ name: sessionCookieName, value, domain: hostname, ...flags }]);
      }
      return new Person(member, await context.newPage(), origin);
    });
    for (const context of contexts) await context.close();
  },
  person: async ({ personOf }, use) => {
    await use(async (options = {}) => personOf(await aMember(options), options));
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured first argument.
  verdicts: async ({}, use) => {
    await use((...keys) => Promise.all(keys.map(verdictOn)));
  },
});

export { expect } from "playwright/test";
