/**
 * Where password managers send a person who wants another password (W3C, "A Well-Known URL for Changing Passwords").
 * The target has no host in it: behind a gateway this server does not know by which name it was asked.
 */
export function GET(): Response {
  const headers = { location: "/account-settings/account-details", "cache-control": "no-store" };
  return new Response(null, { status: 302, headers });
}
