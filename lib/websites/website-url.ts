/** Which addresses a business's website may have. We fetch none of them (so no SSRF): a person reviews them. */

const maxLength = 500;
/** Suffixes that are not public. `.test` and `.example` are allowed, for trying things out. */
const privateSuffixes = [
  "localhost",
  "local",
  "internal",
  "intranet",
  "lan",
  "home.arpa",
  "invalid",
  "onion",
  "arpa",
];

/**
 * The normalized address, or null if customers could not open it. It must be http(s) with a public name, without user
 * and port. Without a scheme, https is assumed.
 */
export function readWebsiteUrl(text: string): string | null {
  const typed = text.trim();
  if (typed.length > maxLength || /^[/\\]|[\s\p{Cc}]/u.test(typed)) return null;
  const url = parse(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  return url && isPublic(url) ? write(url) : null;
}

/** The address of a page of `site`, given as a path or as a full address. */
export function readPageUrl(text: string, site: string): string | null {
  const typed = text.trim();
  const isPath = /^\/(?![/\\])/.test(typed);
  return readWebsiteUrl(isPath ? new URL(site).origin + typed : typed);
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function isPublic({ protocol, username, password, port, hostname }: URL): boolean {
  if (!/^https?:$/.test(protocol) || username || password || port) return false;
  const labels = hostname.split(".");
  // URL has already normalized any form of IPv4 address to four numbers.
  const isNamed = labels.length > 1 && labels.every(isLabel) && !/^\d+$/.test(labels.at(-1) ?? "");
  return (
    isNamed &&
    hostname.length <= 253 &&
    !privateSuffixes.some((suffix) => `.${hostname}`.endsWith(`.${suffix}`))
  );
}

function isLabel(label: string): boolean {
  return label.length <= 63 && /^[a-z\d]([a-z\d-]*[a-z\d])?$/.test(label);
}

/** Writes equal addresses as equal text: without a fragment, and a bare origin without its slash. */
function write(url: URL): string | null {
  url.hash = "";
  const text = url.pathname === "/" && !url.search ? url.origin : url.href;
  return text.length <= maxLength ? text : null;
}
