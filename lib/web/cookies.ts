import "server-only";
import { cookies } from "next/headers";
import {
  languageCookieName,
  type ProgramLanguage,
  readLanguage,
} from "@/lib/core/program-languages";
import { loggedOutCookieName } from "./logged-out";
import { cookieOptions, deviceCookieName, encodeSession, sessionCookieName } from "./next-auth";
import { forgetTypedEmail } from "./typed-email-cookie";

/**
 * The cookie for the OTP step of one login, and nothing else. Its token is no JWT, so it cannot be used as a session
 * cookie, or the other way round (S-14).
 */
const pendingCookieName = "__Host-keydesk-login";
const pendingMinutes = 10;

/**
 * Tells `proxy.ts` that the user has just logged out, so that its next response clears the browser's storage (S-13).
 */
export async function markLoggedOut(): Promise<void> {
  (await cookies()).set(loggedOutCookieName, "1", { ...cookieOptions, maxAge: 60 });
}

/** A cookie without an age, so the browser forgets it when it closes. The session in the database ends long before. */
export async function setSessionCookie(sid: string): Promise<void> {
  (await cookies()).set(sessionCookieName, await encodeSession(sid), cookieOptions);
}

/** As long as browsers keep a cookie, logging out included. What it names is forgotten by the database. */
const deviceDays = 400;

export async function setDeviceCookie(value: string): Promise<void> {
  const maxAge = deviceDays * 24 * 60 * 60;
  (await cookies()).set(deviceCookieName, value, { ...cookieOptions, maxAge });
}

/** What every completed login sets. */
export async function setLoginCookies(login: { sid: string; deviceCookie: string }): Promise<void> {
  await setSessionCookie(login.sid);
  await setDeviceCookie(login.deviceCookie);
  await forgetTypedEmail();
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName, "", { ...cookieOptions, maxAge: 0 });
}

/** In which language "Use your key" shows its program. */
export async function readProgramLanguage(): Promise<ProgramLanguage> {
  return readLanguage((await cookies()).get(languageCookieName)?.value);
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
