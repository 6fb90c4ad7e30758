/**
 * next-auth holds the session cookie: an encrypted JWT that carries a random session id and nothing else. The
 * `sessions` row is the truth; no claim of the token is ever believed beyond that id (S-1 … S-7, D15).
 */
import "server-only";
import type { AuthOptions, Session } from "next-auth";
import { decode, encode, type JWT } from "next-auth/jwt";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";

export const sessionCookieName = "__Host-keydesk-session";
/** Longer than any session lives: its age is judged by its row, on the database's clock alone (S-2). */
const maxAgeSeconds = 7 * 24 * 60 * 60;

export const cookieOptions = {
  httpOnly: true,
  secure: true,
  sameSite: "lax",
  path: "/",
} as const;

/** `readSession` decides from the database what `/api/auth/session` may say. */
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
      // `update()` payloads come from the client: only the id we signed survives (S-4).
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

/** The session id of a cookie, or null for anything we did not sign or that is too old. Never throws. */
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
