/**
 * next-auth manages the session cookie: an encrypted JWT that contains a random session id and nothing else. The
 * `sessions` row decides everything; no other claim of the token is used (S-1 … S-7, D15).
 */
import "server-only";
import type { AuthOptions, Session } from "next-auth";
import { decode, encode, type JWT } from "next-auth/jwt";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";

export const sessionCookieName = "__Host-keydesk-session";
/** Longer than any session lives, because its row and the database's clock decide when it ends (S-2). */
const maxAgeSeconds = 7 * 24 * 60 * 60;

export const cookieOptions = {
  httpOnly: true,
  secure: true,
  sameSite: "lax",
  path: "/",
} as const;

/** `readSession` returns what `/api/auth/session` may answer, from the database. */
export function authOptions(readSession: (sid: string) => Promise<Session | null>): AuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: maxAgeSeconds },
    useSecureCookies: true,
    cookies: { sessionToken: { name: sessionCookieName, options: cookieOptions } },
    debug: false,
    providers: [],
    pages: { signIn: "/login", error: "/login" },
    callbacks: {
      // `update()` payloads come from the client, so only the session id is kept (S-4).
      jwt: ({ token }) => ({ sid: token.sid }) as JWT,
      session: async ({ token }) => ((await readSession(sidOf(token) ?? "")) ?? {}) as Session,
      redirect: ({ baseUrl }) => baseUrl,
    },
    logger: {
      error: (code) => log().error({ next_auth: code }, "next-auth error"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** The cookie's value for a session id. */
export function encodeSession(sid: string): Promise<string> {
  return encode({ token: { sid } as JWT, secret: env().NEXTAUTH_SECRET, maxAge: maxAgeSeconds });
}

/** The session id in a cookie, or null if we did not sign the cookie or it is too old. Never throws. */
export async function decodeSession(cookie: string | undefined): Promise<string | null> {
  if (!cookie || cookie.length > 4096) return null;
  try {
    return sidOf(await decode({ token: cookie, secret: env().NEXTAUTH_SECRET }));
  } catch {
    return null;
  }
}

function sidOf(token: JWT | null): string | null {
  return typeof token?.sid === "string" ? token.sid : null;
}
