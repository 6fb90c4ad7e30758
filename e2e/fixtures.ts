/** The vocabulary of the browser stories: people arrive logged in by a real session row and cookie. */
import { test as base } from "@playwright/test";
import { db } from "@/db/client";
import { verifyKey } from "@/lib/api-keys/verify-key";
import { requireLoopback } from "@/lib/testing/database";
import { aMember, aSession, type MemberOptions, type TestMember } from "@/lib/testing/people";
import { encodeSession, sessionCookieName } from "@/lib/web/next-auth";
import { Person, type SavedKey } from "./support/person";

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
  /** What the API would say to these credentials, by the rules the authorizer uses. */
  verdict(key: SavedKey): Promise<string>;
}

requireLoopback(process.env.DATABASE_URL ?? "");

export function originOf(host: string): string {
  return `http://${host}:${process.env.KEYDESK_E2E_PORT}`;
}

export const test = base.extend<Fixtures>({
  personOf: async ({ browser }, use, testInfo) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (member, options = {}) => {
      const { colorScheme, viewport } = testInfo.project.use;
      const context = await browser.newContext({
        permissions: ["clipboard-read", "clipboard-write"],
        ...(colorScheme === undefined ? {} : { colorScheme }),
        ...(viewport === undefined ? {} : { viewport }),
      });
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
  verdict: async ({}, use) => {
    await use(async (key) => (await verifyKey(db(), key)).verdict);
  },
});

export { expect } from "@playwright/test";
