/**
 * The addresses of the product, as metrics name them. What stands here is all that a label may be: an address that
 * somebody made up is "other".
 */
const routes = new Set([
  "/",
  "/account-settings",
  "/account-settings/account-details",
  "/account-settings/api-keys",
  "/account-settings/security",
  "/account-settings/team",
  "/account-settings/website",
  "/confirm-email",
  "/forgot-password",
  "/invitation",
  "/login",
  "/not-me",
  "/reset-password",
  "/signup",
  "/signup/confirm",
  "/icon.svg",
  "/.well-known/change-password",
  "/.well-known/security.txt",
  "/api/csp-report",
  "/api/health",
  "/api/ready",
]);

/** Addresses with more behind them, by their beginning. */
const prefixes = {
  "/account-settings/api-keys/": "/account-settings/api-keys/[keyId]",
  "/api/auth/": "/api/auth/[...nextauth]",
  "/_next/static/": "/_next/static",
};

/** The route of a request's target, as `/login?next=1`. */
export function routeOf(target: string): string {
  const path = target.split("?", 1)[0] ?? "";
  if (routes.has(path)) return path;
  for (const [prefix, route] of Object.entries(prefixes)) if (path.startsWith(prefix)) return route;
  return "other";
}
