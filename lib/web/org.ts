import "server-only";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { cache } from "react";
import { findOrgByHost } from "@/lib/orgs/find-org";
import type { Org } from "@/lib/orgs/org";

/**
 * The brand of this request, found by the Host header only (D15). `proxy.ts` has already answered 421 to unknown hosts.
 */
export const currentOrg = cache(async (): Promise<Org> => {
  return findOrgByHost((await headers()).get("host")) ?? notFound();
});
