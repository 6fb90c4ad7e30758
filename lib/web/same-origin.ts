/**
 * Whether a state-changing request comes from our own page: a same-origin `Sec-Fetch-Site` where the browser
 * sends one, and an Origin that is exactly our host where there is one; neither at all is refused (W-1).
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
