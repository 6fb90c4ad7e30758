import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor, Client } from "@/lib/access/actor";
import { findActor } from "@/lib/sessions/find-actor";
import { currentClient } from "./client";
import { decodeSession, sessionCookieName } from "./next-auth";
import { currentOrg } from "./org";

/** Who makes this request, from the database, once a request; null when nobody is logged in (S-1, S-5). */
export const currentActor = cache(async () => readActor(await currentClient()));

/** Where somebody turns on what the merchant's owner wants of everybody (D1). */
const securityPath = "/account-settings/security";

/**
 * For pages behind the login: the actor, or the way to `/login`. Who has yet to turn on 2-step verification is led to
 * where it is done; only the page of that path is open to them.
 */
export async function requireActor(
  options: { isOpenWithoutTwoStep?: boolean } = {},
): Promise<Actor> {
  const actor = (await currentActor()) ?? redirect("/login");
  if (actor.isTwoStepMissing && !options.isOpenWithoutTwoStep) redirect(securityPath);
  return actor;
}

/** The same for actions, as this client. */
export async function requireActorAs(client: Client): Promise<Actor> {
  return (await readActor(client)) ?? redirect("/login");
}

async function readActor(client: Client): Promise<Actor | null> {
  const sid = await decodeSession((await cookies()).get(sessionCookieName)?.value);
  return sid ? findActor(await currentOrg(), sid, client) : null;
}
