/**
 * Runs before every request: finds the brand by the host, refuses foreign and oversized posts, and sets the headers of
 * every response. It is a convenience and an extra layer of defence; nothing behind it relies on it (C-2).
 */
import { randomBytes } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { findOrgByHost } from "@/lib/orgs/find-org";
import { clearAfterLogOut } from "@/lib/web/logged-out";
import { isSameOrigin } from "@/lib/web/same-origin";
import { contentSecurityPolicy, securityHeaders } from "@/lib/web/security-headers";

const maxBodyBytes = 64 * 1024;
const methods = ["GET", "HEAD", "POST"];
/** Answered on any host, for load balancers. */
const hostlessPaths = ["/api/health", "/api/ready"];
/** Exempt from the check of the origin: browsers send violation reports without our Origin. */
const reportPath = "/api/csp-report";
/** The only endpoint of next-auth that is open (L-11, W-16). */
const authPaths = ["/api/auth/session"];
// biome-ignore lint/style/noProcessEnv: the build puts a constant here, so a production build contains one policy only.
const isDevelopment = process.env.NODE_ENV === "development";
const actionId = /^[0-9a-f]{40,44}$/;

export function proxy(request: NextRequest): NextResponse {
  const refusal = refuse(request);
  if (refusal)
    return withHeaders(new NextResponse(`${refusal.text}\n`, { status: refusal.status }));
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, isDevelopment);
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // Next and next-auth trust a client's X-Forwarded-Host, so it is overwritten: only Host decides the brand (D15).
  headers.set("x-forwarded-host", request.headers.get("host") ?? "");
  headers.delete("forwarded");
  headers.delete("x-forwarded-port");
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  clearAfterLogOut(request, response);
  return withHeaders(response);
}

function refuse(request: NextRequest): { status: number; text: string } | null {
  const { pathname } = request.nextUrl;
  if (!methods.includes(request.method)) return { status: 405, text: "Method not allowed" };
  if (hostlessPaths.includes(pathname)) return null;
  if (!findOrgByHost(request.headers.get("host")))
    return { status: 421, text: "No brand lives at this address" };
  if (pathname === "/_next/image") return { status: 404, text: "Not found" };
  if (pathname.startsWith("/api/auth") && !isOpenAuthCall(request))
    return { status: 404, text: "Not found" };
  if (request.method !== "POST") return null;
  const action = request.headers.get("next-action");
  // Next would write an unknown action id into the log unchanged (G-4).
  if (action !== null && !actionId.test(action)) return { status: 400, text: "No such action" };
  const length = request.headers.get("content-length");
  if (length === null) return { status: 411, text: "Length required" };
  if (Number(length) > maxBodyBytes) return { status: 413, text: "Too large" };
  if (pathname !== reportPath && !isSameOrigin(request.headers))
    return { status: 403, text: "Foreign origin" };
  return null;
}

function isOpenAuthCall(request: NextRequest): boolean {
  return request.method === "GET" && authPaths.includes(request.nextUrl.pathname);
}

function withHeaders(response: NextResponse): NextResponse {
  for (const [name, value] of Object.entries(securityHeaders())) response.headers.set(name, value);
  if (!response.headers.has("cache-control") && response.status >= 400) {
    response.headers.set("cache-control", "no-store");
  }
  return response;
}
