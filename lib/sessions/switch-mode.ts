import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { sessions } from "@/db/schema/sessions";
import type { Actor } from "@/lib/access/actor";
import type { Mode } from "@/lib/core/mode";

/** Sets the mode that the session's next pages show. Actions do not use it: each sends the mode of its page (C-7). */
export async function switchMode(actor: Actor, mode: Mode): Promise<void> {
  await db()
    .update(sessions)
    .set({ mode })
    .where(and(eq(sessions.id, actor.session.id), eq(sessions.orgId, actor.org.id)));
}
