import { isLoopback } from "@/lib/core/loopback";

/**
 * What to say at the start of a dashboard that others reach over a network without a trusted proxy: all of them count as
 * one network, so whoever floods the login is in everybody's way (L-10). Null: there is nothing to say. `host` is where
 * it listens; without one that is everywhere.
 */
export function sharedNetworkWarning(trustedProxyHops: number, host = "0.0.0.0"): string | null {
  if (trustedProxyHops > 0 || isLoopback(host)) return null;
  return "TRUSTED_PROXY_HOPS is 0, but HOSTNAME is not a loopback address: all clients count as one network, and one that floods the login delays all. Put a proxy in front that sets X-Forwarded-For, and set TRUSTED_PROXY_HOPS to how many there are.";
}
