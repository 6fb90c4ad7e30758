import "server-only";
import type { Session } from "next-auth";
import { findActor } from "@/lib/sessions/find-actor";
import { currentClient } from "./client";
import { currentOrg } from "./org";

/**
 * What a browser may know about its own session; null if it has ended. Polling this does not count as activity (S-3).
 */
export async function readPublicSession(sid: string): Promise<Session | null> {
  const actor = await findActor(await currentOrg(), sid, await currentClient(), false);
  if (!actor) return null;
  const { name, email } = actor.user;
  return {
    user: { name, email },
    expires: actor.session.endsAt.toISOString(),
  };
}
