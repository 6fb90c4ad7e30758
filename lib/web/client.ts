import "server-only";
import { headers } from "next/headers";
import { cache } from "react";
import type { Client } from "@/lib/access/actor";
import { clientAddress } from "@/lib/core/client-address";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";

/** Where this request came from, once a render. Its id ties log lines and audit rows together. */
export const currentClient = cache(readClient);

/** The same for actions, which make it once and hand it on: outside a render React caches nothing. */
export async function readClient(): Promise<Client> {
  const list = await headers();
  return {
    address: clientAddress(list.get("x-forwarded-for"), env().TRUSTED_PROXY_HOPS),
    userAgent: list.get("user-agent") ?? "",
    host: list.get("host") ?? "",
    requestId: newId("inc"),
  };
}
