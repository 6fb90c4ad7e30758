import type { Mode } from "@/lib/core/mode";

export interface ReadHeaders {
  /** Undefined: missing, or sent more than once. */
  authorization: string | undefined;
  gatewayToken: string | undefined;
  /** All such headers, joined with commas. */
  forwardedFor: string | null;
}

/** Reads the raw header list, because Node's `headers` silently keeps the first of two Authorization headers. */
export function readHeaders(raw: readonly string[]): ReadHeaders {
  const found: ReadHeaders = {
    authorization: undefined,
    gatewayToken: undefined,
    forwardedFor: null,
  };
  let [authorizations, tokens] = [0, 0];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? "";
    if (name.length !== 13 && name.length !== 15) continue;
    const value = raw[index + 1];
    switch (name.toLowerCase()) {
      case "authorization":
        found.authorization = ++authorizations === 1 ? value : undefined;
        break;
      case "x-gateway-token":
        found.gatewayToken = ++tokens === 1 ? value : undefined;
        break;
      case "x-forwarded-for":
        found.forwardedFor =
          found.forwardedFor === null ? (value ?? "") : `${found.forwardedFor},${value}`;
        break;
    }
  }
  return found;
}

/**
 * The mode that the gateway asks for: undefined if it names none, null if it names it twice or wrongly. Reading stops
 * at `uri=`: what follows is the client's own query and must not speak for the gateway.
 */
export function readMode(query: string): Mode | undefined | null {
  let mode: Mode | undefined;
  for (const part of query.split("&")) {
    if (part.startsWith("uri=")) break;
    if (part !== "mode" && !part.startsWith("mode=")) continue;
    const value = part.slice("mode=".length);
    if (mode !== undefined || (value !== "test" && value !== "live")) return null;
    mode = value;
  }
  return mode;
}
