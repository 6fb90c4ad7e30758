import { and, eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import type { Actor } from "@/lib/access/actor";
import type { About } from "@/lib/outbox/enqueue";
import { byUser, whoIs } from "@/lib/outbox/name-people";

/** A change that somebody makes to their own factors. */
export interface FactorChange {
  password: string;
}

export const isSelf = (actor: Actor) =>
  and(eq(users.id, actor.user.id), eq(users.orgId, actor.org.id));

/** Whom a notice of it is for: this person, and the owners of everything they are a member of (L-15). */
export function ownChange({ org, user }: Actor): About {
  return { orgId: org.id, userId: user.id };
}

export function ownFacts({ user }: Actor) {
  return { ...byUser(user), who: whoIs(user) };
}

export const codesOf = ({ org, user }: Actor) => ({ orgId: org.id, userId: user.id });
