/** Which addresses a business's website may have. Nothing is fetched: a person reviews it (so no SSRF). */

const maxLength = 500;
/** Names that lead nowhere public. `.test` and `.example` are for trying things out. */
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
 * The address as it is kept, or null where it is none that a customer could open: http(s), a public name, no user,
 * no port. What comes without a scheme gets https.
 */
export function readWebsiteUrl(text: string): string | null {
  const typed = text.trim();
  if (typed.length > maxLength || /^[/\\]|[\s\p{Cc}]/u.test(typed)) return null;
  const url = parse(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  return url && isPublic(url) ? write(url) : null;
}

/** A page of `site`: a path on it, or an address of its own. */
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
  // The parser has written an IPv4 address in its one form, whatever form it came in.
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

/** In one form, so that the same address is the same text: no fragment, and a bare origin without its slash. */
function write(url: URL): string | null {
  url.hash = "";
  const text = url.pathname === "/" && !url.search ? url.origin : url.href;
  return text.length <= maxLength ? text : null;
}
