import { isIP, isIPv6 } from "node:net";

/**
 * The client's address as the outermost trusted proxy saw it: the entry `hops` from the right of X-Forwarded-For.
 * Entries to its left come from the client and are ignored (W-10, A-20). With no trusted proxy (`hops` is 0) the header
 * is ignored and `peer` is used. Null: that entry is missing or is no address.
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

/**
 * What limits count by: an IPv4 address, or the /64 of an IPv6 address, because one customer has a whole /64 (L-10).
 */
export function network(address: string): string {
  return isIPv6(address) ? network64(address) : address;
}

/**
 * The dashboard's form: "direct" without a trusted proxy, "unknown" when the proxy named no address. Limits are wider
 * for these two, because many clients share them.
 */
export function clientAddress(forwardedFor: string | null, hops: number): string {
  if (hops === 0) return "direct";
  const address = forwardedAddress(forwardedFor, hops, null);
  return address === null ? "unknown" : network(address);
}

/** Writes "::ffff:1.2.3.4" as 1.2.3.4, and drops an IPv6 zone, which means nothing on another machine. */
function plainAddress(address: string): string | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return plainAddress(mapped);
  if (isIP(address) === 0) return null;
  // Copied, because a slice would keep the whole header in memory for as long as the address is kept.
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
