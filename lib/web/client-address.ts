import { isIP, isIPv6 } from "node:net";

/**
 * The client's address as the outermost trusted proxy saw it: the entry `hops` from the right of
 * X-Forwarded-For, whatever a client wrote to its left (W-10). With no proxy in front, no header can be
 * believed: "direct". IPv6 is cut to its /64, which is what one customer has (L-10).
 */
export function clientAddress(forwardedFor: string | null, hops: number): string {
  if (hops === 0) return "direct";
  const entries = forwardedFor?.split(",").map((entry) => entry.trim()) ?? [];
  const address = entries.at(-hops) ?? "";
  if (isIP(address) === 0) return "unknown";
  return isIPv6(address) ? network64(address) : address;
}

function network64(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
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
