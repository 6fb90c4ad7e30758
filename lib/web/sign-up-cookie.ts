import "server-only";
import { cookies } from "next/headers";
import { randomBase62 } from "@/lib/core/crypto";
import { cookieOptions } from "./next-auth";

/** Tells the browser that signed up from every other one that may get hold of the link. Opens nothing by itself. */
const name = "__Host-keydesk-signup";
const maxAge = 24 * 60 * 60;

/** "" in a browser that has not signed up. */
export async function readSignUpBrowser(): Promise<string> {
  return (await cookies()).get(name)?.value ?? "";
}

/** What this browser keeps from now on, for all sign-ups that wait for their link. */
export async function keepSignUpBrowser(): Promise<string> {
  const browser = (await readSignUpBrowser()) || randomBase62(43);
  (await cookies()).set(name, browser, { ...cookieOptions, maxAge });
  return browser;
}

export async function forgetSignUpBrowser(): Promise<void> {
  (await cookies()).set(name, "", { ...cookieOptions, maxAge: 0 });
}
