/**
 * The address of a brand's dashboard. Links in mails begin with it: a host comes from the brand's list, whatever a Host
 * header says (L-14, W-8).
 */
import { env } from "@/lib/core/env";
import { Mistake } from "@/lib/core/mistakes";
import { indexHosts, ownHost } from "./find-org";
import type { Org, OrgId } from "./org";

let byOrg: Map<OrgId, string> | undefined;

/**
 * "https://dashboard.razorpay.example", without a trailing slash. `host`: one that was used, which counts if it is among
 * the brand's hosts; else it is the brand's first.
 */
export function orgUrl(org: Pick<Org, "id">, host?: string): string {
  byOrg ??= readOrgUrls(env().ORG_HOSTS, env().DASHBOARD_ORIGIN);
  const own = ownHost(org, host);
  return own ? originOf(env().DASHBOARD_ORIGIN, own) : (byOrg.get(org.id) ?? "");
}

const originOf = (origin: string, host: string) => origin.replace("*", host);

/**
 * Puts each brand's first host in the place of "*" in `origin`, such as "https://*", or "http://*:3000" in the demo.
 * Throws a `Mistake` of DASHBOARD_ORIGIN or ORG_HOSTS.
 */
export function readOrgUrls(hosts: string, origin: string): Map<OrgId, string> {
  if (!/^https?:\/\/\*(:\d{1,5})?$/.test(origin))
    throw new Mistake("DASHBOARD_ORIGIN", "must be like https://* or http://*:3000");
  const urls = new Map<OrgId, string>();
  for (const [host, org] of indexHosts(hosts)) {
    if (!urls.has(org.id)) urls.set(org.id, originOf(origin, host));
  }
  return urls;
}
