import { and, eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import type { About } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";

/** The input of every change that users make to their own factors. */
export interface FactorChange {
  password: string;
}

export const isSelf = (actor: Actor) =>
  and(eq(users.id, actor.user.id), eq(users.orgId, actor.org.id));

/**
 * The recipients of the notice about such a change: the user, and the owners of every merchant they are a member of
 * (L-15).
 */
export function ownChange({ org, user }: Actor): About {
  return { orgId: org.id, userId: user.id };
}

export function ownFacts({ user }: Actor) {
  return { ...byUser(user), who: whoIs(user) };
}

export const codesOf = ({ org, user }: Actor) => ({ orgId: org.id, userId: user.id });
