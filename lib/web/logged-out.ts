import type { NextRequest, NextResponse } from "next/server";

export const loggedOutCookieName = "__Host-keydesk-logged-out";

/**
 * On the first page after logging out, tells the browser to clear its cache and storage. Not cookies: that would clear
 * the whole registrable domain, which brands may share (S-13, D22).
 */
export function clearAfterLogOut(request: NextRequest, response: NextResponse): void {
  if (request.nextUrl.pathname !== "/login" || !request.cookies.has(loggedOutCookieName)) return;
  response.headers.set("clear-site-data", '"cache", "storage"');
  response.cookies.set(loggedOutCookieName, "", { path: "/", secure: true, maxAge: 0 });
}
