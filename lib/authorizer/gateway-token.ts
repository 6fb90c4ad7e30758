import { timingSafeEqual } from "node:crypto";

/** Whether the caller is one of our gateways. If no tokens are configured, every caller counts as one. */
export function isGatewayToken(tokens: readonly string[], given: string | undefined): boolean {
  if (tokens.length === 0) return true;
  if (given === undefined) return false;
  const bytes = Buffer.from(given);
  return tokens.some((token) => {
    const expected = Buffer.from(token);
    return expected.length === bytes.length && timingSafeEqual(expected, bytes);
  });
}
