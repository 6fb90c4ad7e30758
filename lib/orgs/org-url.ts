/** The address of a brand's dashboard. Links in mails begin with it, never with a Host header (L-14, W-8). */
import { env } from "@/lib/core/env";
import { Mistake } from "@/lib/core/mistakes";
import { indexHosts } from "./find-org";
import type { Org, OrgId } from "./org";

let byOrg: Map<OrgId, string> | undefined;

/** "https://dashboard.razorpay.example", without a trailing slash. */
export function orgUrl({ id }: Pick<Org, "id">): string {
  byOrg ??= readOrgUrls(env().ORG_HOSTS, env().DASHBOARD_ORIGIN);
  return byOrg.get(id) ?? "";
}

/**
 * Puts each brand's first host in the place of "*" in `origin`, such as "https://*", or "http://*:3000" in the demo.
 * Throws a `Mistake` of DASHBOARD_ORIGIN or ORG_HOSTS.
 */
export function readOrgUrls(hosts: string, origin: string): Map<OrgId, string> {
  if (!/^https?:\/\/\*(:\d{1,5})?$/.test(origin))
    throw new Mistake("DASHBOARD_ORIGIN", "must be like https://* or http://*:3000");
  const urls = new Map<OrgId, string>();
  for (const [host, org] of indexHosts(hosts)) {
    if (!urls.has(org.id)) urls.set(org.id, origin.replace("*", host));
  }
  return urls;
}
