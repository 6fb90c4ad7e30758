import { isIP, isIPv6 } from "node:net";

/**
 * The client's address as the outermost trusted proxy saw it: the entry `hops` from the right of
 * X-Forwarded-For, whatever a client wrote to its left (W-10, A-20). With no proxy in front no header can be
 * believed: `peer`. Null: the trusted proxy said nothing that is an address.
 */
export function forwardedAddress(
  forwardedFor: string | null,
  hops: number,
  peer: string | null,
): string | null {
  if (hops === 0) return peer && plainAddress(peer);
  const entries = forwardedFor?.split(",") ?? [];
  return plainAddress(entries.at(-hops)?.trim() ?? "");
}

/** What limits count by: IPv6 is cut to its /64, which is what one customer has (L-10). */
export function network(address: string): string {
  return isIPv6(address) ? network64(address) : address;
}

/** For the dashboard, whose limits are wider where nobody's address is known: "direct" or "unknown" then. */
export function clientAddress(forwardedFor: string | null, hops: number): string {
  if (hops === 0) return "direct";
  const address = forwardedAddress(forwardedFor, hops, null);
  return address === null ? "unknown" : network(address);
}

/** An IPv4 address that came over an IPv6 socket is told as what it is; zones say nothing to others. */
function plainAddress(address: string): string | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return plainAddress(mapped);
  if (isIP(address) === 0) return null;
  // A copy: a slice would keep the whole header alive for as long as the address is remembered.
  return Buffer.from(address.split("%")[0] ?? "", "latin1").toString("latin1");
}

function network64(address: string): string {
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail?.split(":").filter(Boolean) ?? [];
  const groups = [
    ...left,
    ...Array(Math.max(0, 8 - left.length - right.length)).fill("0"),
    ...right,
  ];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}
