import "server-only";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { Actor, Client } from "@/lib/access/actor";
import { findActor } from "@/lib/auth/sessions";
import { currentClient } from "./client";
import { decodeSession, sessionCookieName } from "./next-auth";
import { currentOrg } from "./org";

/** Who makes this request, from the database, once a request; null when nobody is logged in (S-1, S-5). */
export const currentActor = cache(async () => readActor(await currentClient()));

/** For pages behind the login: the actor, or the way to `/login`. */
export async function requireActor(): Promise<Actor> {
  return (await currentActor()) ?? redirect("/login");
}

/** The same for actions, as this client. */
export async function requireActorAs(client: Client): Promise<Actor> {
  return (await readActor(client)) ?? redirect("/login");
}

async function readActor(client: Client): Promise<Actor | null> {
  const sid = await decodeSession((await cookies()).get(sessionCookieName)?.value);
  return sid ? findActor(await currentOrg(), sid, client) : null;
}
