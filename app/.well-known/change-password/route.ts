/**
 * Password managers open this address to let a user change the password (W3C, "A Well-Known URL for Changing
 * Passwords"). The redirect contains no host, because behind a proxy this server does not know its public name.
 */
export function GET(): Response {
  const headers = { location: "/account-settings/account-details", "cache-control": "no-store" };
  return new Response(null, { status: 302, headers });
}
