import "server-only";
import { cookies } from "next/headers";
import { randomBase62 } from "@/lib/core/crypto";
import { cookieOptions } from "./next-auth";

/**
 * This cookie recognises the browser that signed up, in case somebody else gets hold of the link. It gives no access by
 * itself.
 */
const name = "__Host-keydesk-signup";
const maxAge = 24 * 60 * 60;

/** "" if this browser has not signed up. */
export async function readSignUpBrowser(): Promise<string> {
  return (await cookies()).get(name)?.value ?? "";
}

/** Sets the cookie, or keeps the existing one, which is shared by all of this browser's unconfirmed sign-ups. */
export async function keepSignUpBrowser(): Promise<string> {
  const browser = (await readSignUpBrowser()) || randomBase62(43);
  (await cookies()).set(name, browser, { ...cookieOptions, maxAge });
  return browser;
}

export async function forgetSignUpBrowser(): Promise<void> {
  (await cookies()).set(name, "", { ...cookieOptions, maxAge: 0 });
}
