/** The address of a brand's API, for the example commands that the dashboard shows. */
import { env } from "@/lib/core/env";
import { Mistake } from "@/lib/core/mistakes";
import type { OrgId } from "./org";
import { orgs } from "./orgs";

let byOrg: Map<OrgId, string> | undefined;

/** Without a trailing slash; null if it is not configured. */
export function apiUrlOf(org: OrgId): string | null {
  byOrg ??= readApiUrls(env().ORG_API_URLS);
  return byOrg.get(org) ?? null;
}

/** Reads "razorpay=https://api.a.example;curlec=https://api.b.example". Throws a
 * `Mistake` of ORG_API_URLS. */
export function readApiUrls(setting: string): Map<OrgId, string> {
  const urls = new Map<OrgId, string>();
  for (const part of setting.split(";").filter(Boolean)) {
    const split = part.indexOf("=");
    const id = part.slice(0, split).trim();
    if (split === -1 || !isOrgId(id))
      throw new Mistake(
        "ORG_API_URLS",
        "must be a list like razorpay=https://api.razorpay.example",
      );
    const url = part
      .slice(split + 1)
      .trim()
      .replace(/\/+$/, "");
    // The address is shown inside a command that people paste into a shell, so it may contain no shell characters.
    if (!/^https?:\/\/[A-Za-z0-9.:[\]/_-]+$/.test(url)) {
      throw new Mistake("ORG_API_URLS", `gives ${id} what is no plain http(s) address`);
    }
    urls.set(id, url);
  }
  return urls;
}

/** The value of ORG_API_URLS that gives every brand this address. */
export function apiUrlsAt(url: string): string {
  return Object.keys(orgs)
    .map((id) => `${id}=${url}`)
    .join(";");
}

function isOrgId(id: string): id is OrgId {
  return Object.hasOwn(orgs, id);
}
