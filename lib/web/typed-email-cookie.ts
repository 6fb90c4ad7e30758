import "server-only";
import { cookies } from "next/headers";
import { cookieOptions } from "./next-auth";

/**
 * The address that somebody typed in this browser and then proved or asked to prove, so that they need not type it
 * again. It is set in no other browser, stands in no URL, and opens nothing.
 */
const name = "__Host-keydesk-email";
const maxAge = 15 * 60;

/** "" if none was typed lately. */
export async function readTypedEmail(): Promise<string> {
  const value = (await cookies()).get(name)?.value ?? "";
  return value.length <= 254 ? value : "";
}

export async function keepTypedEmail(email: string): Promise<void> {
  (await cookies()).set(name, email, { ...cookieOptions, maxAge });
}

export async function forgetTypedEmail(): Promise<void> {
  (await cookies()).set(name, "", { ...cookieOptions, maxAge: 0 });
}
