import "server-only";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import type { Client } from "@/lib/access/actor";
import { clientAddress, forwardedAddress } from "@/lib/core/client-address";
import { env } from "@/lib/core/env";
import { newId } from "@/lib/core/ids";
import { currentRequest } from "@/lib/core/request";
import { deviceCookieName } from "./next-auth";

/** The client of this request, read once per render. Its request id links log lines and audit rows. */
export const currentClient = cache(readClient);

/** The same for actions. They read it once and pass it on, because React caches nothing outside a render. */
export async function readClient(): Promise<Client> {
  const list = await headers();
  const hops = env().TRUSTED_PROXY_HOPS;
  const request = currentRequest();
  return {
    address: clientAddress(list.get("x-forwarded-for"), hops),
    peer: hops === 0 ? (forwardedAddress(null, 0, request?.peer ?? null) ?? undefined) : undefined,
    userAgent: list.get("user-agent") ?? "",
    host: list.get("host") ?? "",
    requestId: request?.id ?? newId("inc"),
    deviceCookie: (await cookies()).get(deviceCookieName)?.value,
  };
}
