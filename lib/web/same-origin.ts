/**
 * Whether a state-changing request comes from our own page. `Sec-Fetch-Site`, if sent, must be "same-origin"; Origin,
 * if sent, must be exactly our host; a request with neither is refused (W-1).
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site === null && origin === null) return false;
  if (site !== null && site !== "same-origin") return false;
  return origin === null || hostOf(origin) === headers.get("host")?.toLowerCase();
}

function hostOf(origin: string): string | null {
  try {
    const url = new URL(origin);
    return url.origin === origin.toLowerCase() && /^https?:$/.test(url.protocol) ? url.host : null;
  } catch {
    return null;
  }
}
