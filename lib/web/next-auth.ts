/**
 * next-auth manages the session cookie: an encrypted JWT that contains a random session id and nothing else. The
 * `sessions` row decides everything; no other claim of the token is used (S-1 … S-7, D15).
 */
import "server-only";
import type { AuthOptions, Session } from "next-auth";
import { decode, encode, type JWT } from "next-auth/jwt";
import { env } from "@/lib/core/env";
import { log } from "@/lib/core/log";
import { currentSecret, secretsOf } from "@/lib/core/ring";

export const sessionCookieName = "__Host-keydesk-session";
/** Longer than any session lives, because its row and the database's clock decide when it ends (S-2). */
const maxAgeSeconds = 7 * 24 * 60 * 60;

/** By which a browser is known in which users have logged in (lib/devices). It is no session and opens none. */
export const deviceCookieName = "__Host-keydesk-device";

export const cookieOptions = {
  httpOnly: true,
  secure: true,
  sameSite: "lax",
  path: "/",
} as const;

/** `readSession` returns what `/api/auth/session` may answer, from the database. */
export function authOptions(readSession: (sid: string) => Promise<Session | null>): AuthOptions {
  return {
    secret: currentSecret(env().NEXTAUTH_SECRET).toString("utf8"),
    jwt: {
      encode: ({ token, maxAge }) => encodeToken(token, maxAge),
      decode: ({ token }) => decodeToken(token),
    },
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
      // What fails on our side is thrown by the route; the rest is cookies that we did not make, from anybody.
      error: (code) => log().debug({ next_auth: code }, "next-auth refused a cookie"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

/** The cookie's value for a session id. */
export function encodeSession(sid: string): Promise<string> {
  return encodeToken({ sid } as JWT, maxAgeSeconds);
}

/** The session id in a cookie, or null if we did not sign the cookie or it is too old. Never throws. */
export async function decodeSession(cookie: string | undefined): Promise<string | null> {
  if (!cookie || cookie.length > 4096) return null;
  return sidOf(await decodeToken(cookie));
}

function encodeToken(token: JWT | undefined, maxAge: number | undefined): Promise<string> {
  const secret = currentSecret(env().NEXTAUTH_SECRET);
  return encode({ ...(token && { token }), secret, ...(maxAge && { maxAge }) });
}

/** Tries every secret: a session outlives the change of the secret that its cookie was made with (D28). */
async function decodeToken(token: string | undefined): Promise<JWT | null> {
  if (!token) return null;
  for (const secret of secretsOf(env().NEXTAUTH_SECRET)) {
    const read = await decode({ token, secret }).catch(() => null);
    if (read) return read;
  }
  return null;
}

function sidOf(token: JWT | null): string | null {
  return typeof token?.sid === "string" ? token.sid : null;
}
