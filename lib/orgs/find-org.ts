/** Finds the brand of a request by its host. Requests for unknown hosts get 421 (DESIGN §3, SECURITY W-8). */
import { env } from "@/lib/core/env";
import type { Org } from "./org";
import { orgs } from "./orgs";

let byHost: Map<string, Org> | undefined;

/** `host` is the Host header, with or without a port. Null if it is no brand's host. */
export function findOrgByHost(host: string | null | undefined): Org | null {
  byHost ??= indexHosts(env().ORG_HOSTS);
  const name = /^([a-z0-9.-]+)(:\d{1,5})?$/i.exec(host ?? "")?.[1];
  return (name && byHost.get(name.toLowerCase())) || null;
}

/**
 * Reads "razorpay=a.example,b.example;curlec=c.example". A brand that is not named keeps its default hosts. Throws a
 * sentence that names ORG_HOSTS when a brand is unknown or a host is claimed twice.
 */
export function indexHosts(setting: string): Map<string, Org> {
  const overrides = new Map<string, string[]>();
  for (const part of setting.split(";").filter(Boolean)) {
    const [id = "", hosts = ""] = part.split("=");
    if (!Object.hasOwn(orgs, id.trim()))
      throw new Error(`ORG_HOSTS names "${id.trim()}", which is no brand.`);
    overrides.set(
      id.trim(),
      hosts
        .split(",")
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    );
  }
  const index = new Map<string, Org>();
  for (const org of Object.values(orgs)) {
    for (const host of overrides.get(org.id) ?? org.hosts) {
      if (index.has(host)) throw new Error(`ORG_HOSTS gives "${host}" to two brands.`);
      index.set(host, org);
    }
  }
  return index;
}
