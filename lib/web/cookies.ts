import "server-only";
import { cookies } from "next/headers";
import { loggedOutCookieName } from "./logged-out";
import { cookieOptions, encodeSession, sessionCookieName } from "./next-auth";

/** Opens the OTP step of one login and nothing else; its token is no JWT, so neither fits the other's slot (S-14). */
const pendingCookieName = "__Host-keydesk-login";
const pendingMinutes = 10;

/** Says for one response that somebody has just logged out: `proxy.ts` tells the browser to forget what it kept (S-13). */
export async function markLoggedOut(): Promise<void> {
  (await cookies()).set(loggedOutCookieName, "1", { ...cookieOptions, maxAge: 60 });
}

/** A cookie without an age: the browser forgets it at its end, the database long before. */
export async function setSessionCookie(sid: string): Promise<void> {
  (await cookies()).set(sessionCookieName, await encodeSession(sid), cookieOptions);
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName, "", { ...cookieOptions, maxAge: 0 });
}

export async function readPendingLogin(): Promise<string | null> {
  return (await cookies()).get(pendingCookieName)?.value ?? null;
}

export async function setPendingLogin(token: string): Promise<void> {
  (await cookies()).set(pendingCookieName, token, {
    ...cookieOptions,
    maxAge: pendingMinutes * 60,
  });
}

export async function clearPendingLogin(): Promise<void> {
  (await cookies()).set(pendingCookieName, "", { ...cookieOptions, maxAge: 0 });
}
