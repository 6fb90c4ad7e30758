import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor, Client } from "@/lib/access/actor";
import { findActor } from "@/lib/sessions/find-actor";
import { currentClient } from "./client";
import { decodeSession, sessionCookieName } from "./next-auth";
import { currentOrg } from "./org";

/** The actor of this request, read from the database once per request; null without a live session (S-1, S-5). */
export const currentActor = cache(async () => readActor(await currentClient()));

/** The page where 2-step verification is turned on, if the merchant requires it (D1). */
const securityPath = "/account-settings/security";

/**
 * For pages that need a login: returns the actor, or redirects to `/login`. A member who must still turn on 2-step
 * verification is redirected to that page; only it sets `isOpenWithoutTwoStep`.
 */
export async function requireActor(
  options: { isOpenWithoutTwoStep?: boolean } = {},
): Promise<Actor> {
  const actor = (await currentActor()) ?? redirect("/login");
  if (actor.isTwoStepMissing && !options.isOpenWithoutTwoStep) redirect(securityPath);
  return actor;
}

/** The same for actions, which pass their own client. */
export async function requireActorAs(client: Client): Promise<Actor> {
  return (await readActor(client)) ?? redirect("/login");
}

async function readActor(client: Client): Promise<Actor | null> {
  const sid = await decodeSession((await cookies()).get(sessionCookieName)?.value);
  return sid ? findActor(await currentOrg(), sid, client) : null;
}
