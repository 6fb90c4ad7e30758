"use client";
import { createContext, type ReactNode, useContext } from "react";

const Account = createContext<string | null>(null);

/** Below it, forms know whose password they ask for. */
export function AccountProvider({ email, children }: { email: string; children: ReactNode }) {
  return <Account value={email}>{children}</Account>;
}

/**
 * Tells password managers whose password stands beside it: `email`, else the logged-in person's. They find it although
 * nobody sees it; an input of type "hidden" they do not.
 */
export function UsernameField({ email }: { email?: string | undefined }) {
  const own = useContext(Account);
  const username = email ?? own;
  if (!username) return null;
  return <input type="email" autoComplete="username" value={username} readOnly hidden />;
}
