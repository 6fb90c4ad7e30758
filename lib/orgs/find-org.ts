/** Finds the brand of a request by its host. Requests for unknown hosts get 421 (DESIGN §3, SECURITY W-8). */
import { env } from "@/lib/core/env";
import { Mistake } from "@/lib/core/mistakes";
import type { Org } from "./org";
import { orgs } from "./orgs";

let byHost: Map<string, Org> | undefined;

const brands = Object.keys(orgs).join(", ");

/** `host` is the Host header, with or without a port. Null if it is no brand's host. */
export function findOrgByHost(host: string | null | undefined): Org | null {
  byHost ??= indexHosts(env().ORG_HOSTS);
  return byHost.get(nameOf(host)) ?? null;
}

/** The host's name as this brand's list has it; null if it is none of this brand's hosts. */
export function ownHost({ id }: Pick<Org, "id">, host: string | null | undefined): string | null {
  return findOrgByHost(host)?.id === id ? nameOf(host) : null;
}

/** Without its port; "" for what is no host's name. */
function nameOf(host: string | null | undefined): string {
  return (/^([a-z0-9.-]+)(:\d{1,5})?$/i.exec(host ?? "")?.[1] ?? "").toLowerCase();
}

/**
 * Reads "razorpay=a.example,b.example;curlec=c.example". A brand that is not named keeps its default hosts. Throws a
 * `Mistake` of ORG_HOSTS when a brand is unknown, a host is claimed twice or no request could name it.
 */
export function indexHosts(setting: string): Map<string, Org> {
  const overrides = new Map<string, string[]>();
  for (const part of setting.split(";").filter(Boolean)) {
    const [id = "", hosts = ""] = part.split("=");
    if (!Object.hasOwn(orgs, id.trim()))
      throw new Mistake("ORG_HOSTS", `names a brand that there is none of (${brands} are)`);
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
      if (index.has(host)) throw new Mistake("ORG_HOSTS", "gives one host to two brands");
      if (!/^[a-z0-9.-]+$/.test(host))
        throw new Mistake("ORG_HOSTS", `gives ${org.id} something that is no host's name`);
      index.set(host, org);
    }
  }
  return index;
}
